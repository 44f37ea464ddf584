"""The last line of each mail: how to check, without the mail, that it is real."""

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from studies.agencies.models import Agency
from studies.outreach.placeholders import used_in

FILE = Path(__file__).with_suffix(".json")


@lru_cache(maxsize=1)
def _lines() -> dict[str, dict[str, str]]:
    return json.loads(FILE.read_text("utf-8"))


def line(agency: Agency, language: str, body: str) -> str:
    """What to add below a text; `body` is it with its placeholders.

    A phone number that the text names already need not be named again.
    """
    lines = _lines().get(language) or _lines().get(language.split("-")[0])
    lines = lines or _lines()["en"]
    if agency.website:
        return lines["page"].format(page=agency.website)
    if not agency.contact_phone:
        own = settings.BASE_URL + agency.surveys_url
        return lines["page"].format(page=own)
    if "phone" in used_in(body):
        return ""
    return lines["phone"].format(phone=agency.contact_phone)
