"""Days and hours, in words that people use where they are."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from studies.agencies.time_zones import zone_name
from studies.sessions.models import Slot

# The hour at which somebody hears of their visit of the next day, where they are.
REMIND_AT = time(10)


@dataclass(frozen=True)
class Spoken:
    """A time as somebody reads it; `there` is the place's own hour where it differs."""

    slot: Slot
    day: str
    hours: str
    zone: str
    there: str = ""

    @property
    def whole(self) -> str:
        return _("%(day)s, %(hours)s, %(zone)s") % {
            "day": self.day,
            "hours": self.hours,
            "zone": self.zone,
        }


def spoken(slot: Slot, zone: ZoneInfo) -> Spoken:
    """In the present language, for a clock of that zone."""
    here, place = slot.starts_at.astimezone(zone), slot.starts_at.astimezone(slot.zone)
    there = ""
    if here.utcoffset() != place.utcoffset():
        there = _("%(day)s, %(hours)s, %(zone)s") % {
            "day": day_in_words(place),
            "hours": _hours(slot, slot.zone),
            "zone": zone_name(slot.time_zone),
        }
    name = zone_name(zone.key)
    return Spoken(slot, day_in_words(here), _hours(slot, zone), name, there)


def stamp(at: datetime, zone: ZoneInfo) -> str:
    """When something was sent or will be, on a clock of the zone, which is named."""
    return _("%(time)s, %(zone)s") % {
        "time": date_format(at.astimezone(zone), "DATETIME_FORMAT"),
        "zone": zone_name(zone.key),
    }


def weekday(day: date) -> str:
    return date_format(day, "l")


def day_in_words(local: datetime) -> str:
    return _("%(weekday)s, %(day)s") % {
        "weekday": weekday(local),
        "day": date_format(local, "DATE_FORMAT"),
    }


def _hours(slot: Slot, zone: ZoneInfo) -> str:
    start, end = slot.starts_at.astimezone(zone), slot.ends_at.astimezone(zone)
    return _("%(start)s to %(end)s") % {
        "start": date_format(start, "TIME_FORMAT"),
        "end": date_format(end, "TIME_FORMAT"),
    }


def moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    """That hour of a day on a clock of the zone; one that is skipped is an hour later.

    Where clocks are put back, the hour that comes first.
    """
    local = datetime.combine(day, at, zone)
    return datetime.fromtimestamp(local.timestamp(), zone)


def day_before(slot: Slot, zone: ZoneInfo) -> datetime:
    """When to remind: by day, the day before, as the person's own calendar has it."""
    before = slot.starts_at.astimezone(zone).date() - timedelta(days=1)
    return moment(before, REMIND_AT, zone)
