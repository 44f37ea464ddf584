from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal

# Days before launch: (starts, ends, told). Three rounds six weeks apart, each told two
# weeks after it ends; the last one ends earlier, to tell people before launch.
FULL = [(119, 94, 80), (77, 52, 38), (35, 17, 3)]
FULL_DAYS = 119
LEAST_DAYS = 21
RECRUIT_DAYS = 7  # partners need about a week before a round begins


@dataclass(frozen=True)
class Dates:
    """One round's days: when to talk to people, and when to tell what changed."""

    starts_on: date
    ends_on: date
    tell_by: date


def recruit_by(starts_on: date) -> date:
    return starts_on - timedelta(days=RECRUIT_DAYS)


def backward_from(launch_on: date, *, today: date) -> list[Dates]:
    """The three rounds' dates, counted back from launch; squeezed when time is short.

    Raises Refusal where fewer than LEAST_DAYS are left.
    """
    left = (launch_on - today).days
    if left < LEAST_DAYS:
        raise Refusal(
            _(
                "Three rounds need at least %(days)d days. "
                "Choose a launch date of %(first)s or later."
            )
            % {
                "days": LEAST_DAYS,
                "first": date_format(today + timedelta(days=LEAST_DAYS)),
            },
            code="too_soon",
        )
    share = min(1.0, left / FULL_DAYS)
    return [
        Dates(*(launch_on - timedelta(days=round(days * share)) for days in three))
        for three in FULL
    ]
