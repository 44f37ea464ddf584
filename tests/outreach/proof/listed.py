"""The messages that the studio lists as not sure to be sent: `listed MAILING`."""

import re
import sys

import django

django.setup()

from django.test import Client  # noqa: E402  it reads the settings
from django.urls import reverse  # noqa: E402

from studies.outreach.models import Wave  # noqa: E402
from tests import make  # noqa: E402

JUDGED = re.compile(r"/studio/mailings/\d+/message/([0-9a-f-]{36})/")


def listed(wave: Wave) -> set[str]:
    """Read from the pages that a member of the team goes through."""
    client = Client(headers={"host": "ask.example.org"})
    client.force_login(make.member(agency=wave.agency, role="lead").user)
    found: set[str] = set()
    for number in range(1, 1000):
        asked = {"show": "uncertain", "page": number}
        page = client.get(reverse("mailing", args=[wave.pk]), asked)
        assert page.status_code == 200, page.status_code
        new = set(JUDGED.findall(page.content.decode())) - found
        if not new:
            break
        found |= new
    return found


if __name__ == "__main__":
    for pk in sorted(listed(Wave.objects.get(pk=sys.argv[1]))):
        print(pk)
