"""Days, hours and time zones, in words that people use where they are."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studies.outreach.quiet_hours import CLOSES, OPENS
from studies.sessions.models import Slot

# The hour at which somebody hears of their visit of the next day, where they are.
REMIND_AT = time(10)

# Whom the agencies serve lives mostly here; a session's own zone is always offered.
ZONES = {
    "America/New_York": gettext_lazy("Eastern time (New York)"),
    "America/Chicago": gettext_lazy("Central time (Chicago)"),
    "America/Denver": gettext_lazy("Mountain time (Denver)"),
    "America/Phoenix": gettext_lazy("Arizona (Phoenix)"),
    "America/Los_Angeles": gettext_lazy("Pacific time (Los Angeles)"),
    "America/Anchorage": gettext_lazy("Alaska (Anchorage)"),
    "Pacific/Honolulu": gettext_lazy("Hawaii (Honolulu)"),
    "America/Puerto_Rico": gettext_lazy("Puerto Rico (San Juan)"),
    "Pacific/Guam": gettext_lazy("Guam"),
    "America/Mexico_City": gettext_lazy("Mexico City"),
    "America/Guatemala": gettext_lazy("Guatemala"),
    "America/Bogota": gettext_lazy("Bogotá"),
    "Europe/London": gettext_lazy("London"),
    "Europe/Madrid": gettext_lazy("Madrid"),
    "Africa/Cairo": gettext_lazy("Cairo"),
    "Asia/Baghdad": gettext_lazy("Baghdad"),
    "Asia/Karachi": gettext_lazy("Karachi"),
    "Asia/Kolkata": gettext_lazy("Delhi"),
    "Asia/Shanghai": gettext_lazy("Beijing"),
    "Asia/Manila": gettext_lazy("Manila"),
}


def zone_name(key: str) -> str:
    """The zone as people call it, else by the place that it is named after."""
    if key in ZONES:
        return str(ZONES[key])
    return key.rpartition("/")[2].replace("_", " ")


def zone_choices(*also: str) -> list[tuple[str, str]]:
    """Zones to choose from; those given come first where the list has none of them.

    Nobody lives by UTC, which is what an installation has that was told no zone: last.
    """
    others = [key for key in dict.fromkeys(also) if key and key not in ZONES]
    first, last = [k for k in others if k != "UTC"], [k for k in others if k == "UTC"]
    return [(key, zone_name(key)) for key in [*first, *ZONES, *last]]


def is_zone(key: str) -> bool:
    return bool(key) and key in known_zones()


@cache
def known_zones() -> set[str]:
    """Listed once: the names are read from a folder of files."""
    return available_timezones()


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


def by_day(zone: ZoneInfo, now: datetime) -> datetime:
    """The first moment from now on that is no quiet hour where the person is."""
    local = now.astimezone(zone)
    if OPENS <= local.time() < CLOSES:
        return now
    later = timedelta(days=1 if local.time() >= CLOSES else 0)
    return moment(local.date() + later, OPENS, zone)
