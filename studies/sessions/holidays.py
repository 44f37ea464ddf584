"""US federal holidays (5 U.S.C. 6103): days on which nobody may be there.

A holiday on a Saturday is kept on the Friday before it, one on a Sunday on the Monday
after it.
"""

from datetime import date, timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SATURDAY, SUNDAY = 5, 6
# Month and day, of each year.
ON_A_DATE = [
    (1, 1, _("New Year’s Day")),
    (6, 19, _("Juneteenth")),
    (7, 4, _("Independence Day")),
    (11, 11, _("Veterans Day")),
    (12, 25, _("Christmas Day")),
]
# Month, which Monday or Thursday of it (the last one as -1), and the day of the week.
ON_A_WEEKDAY = [
    (1, 3, 0, _("Martin Luther King Jr. Day")),
    (2, 3, 0, _("Washington’s Birthday")),
    (5, -1, 0, _("Memorial Day")),
    (9, 1, 0, _("Labor Day")),
    (10, 2, 0, _("Columbus Day")),
    (11, 4, 3, _("Thanksgiving Day")),
]


def holiday(day: date) -> str:
    """Which one is kept on this day, in words; empty on all others."""
    return str({**_holidays(day.year), **_holidays(day.year + 1)}.get(day, ""))


def _holidays(year: int) -> dict[date, Promise]:
    fixed = {_kept(date(year, month, day)): name for month, day, name in ON_A_DATE}
    moving = {
        _nth(year, month, which, weekday): name
        for month, which, weekday, name in ON_A_WEEKDAY
    }
    return fixed | moving


def _kept(day: date) -> date:
    shift = {SATURDAY: -1, SUNDAY: 1}.get(day.weekday(), 0)
    return day + timedelta(days=shift)


def _nth(year: int, month: int, which: int, weekday: int) -> date:
    first = date(year, month, 1)
    days = [first + timedelta(days=n) for n in range(31)]
    found = [d for d in days if d.month == month and d.weekday() == weekday]
    return found[which if which < 0 else which - 1]
