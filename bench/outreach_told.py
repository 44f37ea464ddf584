"""Messages of which a provider tells, and what its news came to; see outreach_hooks.py.

`outreach_told made MESSAGES` or `outreach_told folded`.
"""

import json
import sys
import time
from itertools import count

from django.utils import timezone

from studies.outreach import news
from studies.outreach.models import Delivery, ProviderNews
from tests import make
from tests.outreach.proof import town


def handed_over(number: int) -> list[str]:
    """Our own names for the messages of one mailing that the provider has taken."""
    deliveries = town.mailing(number, start=10**6, reminder=None).deliveries
    now = timezone.now()
    deliveries.update(state="handed_over", claimed_at=now, handed_over_at=now)
    return [pk.hex for pk in deliveries.values_list("pk", flat=True)]


def folded() -> dict:
    begun = time.perf_counter()
    pieces = news.fold_waiting()
    return {
        "seconds": time.perf_counter() - begun,
        "news": pieces,
        "left": ProviderNews.objects.exclude(state="folded").count(),
        "delivered": Delivery.objects.filter(state="delivered").count(),
    }


if __name__ == "__main__":
    make._numbers = count(3_000_000)
    if sys.argv[1] == "made":
        print(json.dumps(handed_over(int(sys.argv[2]))))
    else:
        print(json.dumps(folded()))
