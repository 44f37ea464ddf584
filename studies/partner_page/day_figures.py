"""How often a partner's links were opened, as its page may say it; once a day."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from studies.disclosure.outside import FEWEST, rounded
from studies.partner_page.models import DayFigures
from studies.partners.models import InviteLink, Partnership

# The hour of the agency's day from which "this morning" is.
HOUR = 5
ALL = "all"


def refresh(now: datetime | None = None) -> int:
    """Work out today's figures where it is morning; those of today stay as they are."""
    now = now or timezone.now()
    rows = Partnership.objects.filter(study__archived_at=None)
    rows = rows.exclude(partner__page=None).select_related("study__agency", "figures")
    done = 0
    for row in rows:
        local = now.astimezone(row.study.agency.zone)
        before = getattr(row, "figures", None)
        if local.hour >= HOUR and not (before and before.day >= local.date()):
            _write(row, before, local)
            done += 1
    return done


@transaction.atomic
def _write(row: Partnership, before: DayFigures | None, local: datetime) -> None:
    links = InviteLink.objects.shared().filter(
        partner=row.partner_id, activity__round__study=row.study_id, is_kiosk=False
    )
    opened = {str(pk): n for pk, n in links.values_list("pk", "openings")}
    counted = _steady(opened, before.counted if before else {})
    DayFigures.objects.update_or_create(
        partnership=row,
        defaults={
            "day": local.date(),
            "counted": counted,
            "shown": shown(counted),
        },
    )


def _steady(now: Mapping[str, int], before: Mapping[str, int]) -> dict[str, int]:
    """Each number moves on by 11 at least, from none: two days differ by no few."""
    return {
        key: number if number - before.get(key, 0) >= FEWEST else before.get(key, 0)
        for key, number in now.items()
    }


def shown(counted: Mapping[str, int]) -> dict[str, Any]:
    """{link: about so many}, and of all together; None where they are few, or none."""
    return {
        ALL: _about(sum(counted.values())),
        "links": {key: _about(number) for key, number in counted.items()},
    }


def _about(number: int) -> int | None:
    return rounded(number) if number >= FEWEST else None
