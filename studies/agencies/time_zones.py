"""Where people's clocks are: the zones to choose from, and their names in words."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# Whom the agencies serve lives mostly here.
HERE = {
    "America/New_York": gettext_lazy("Eastern time (New York)"),
    "America/Chicago": gettext_lazy("Central time (Chicago)"),
    "America/Denver": gettext_lazy("Mountain time (Denver)"),
    "America/Phoenix": gettext_lazy("Arizona (Phoenix)"),
    "America/Los_Angeles": gettext_lazy("Pacific time (Los Angeles)"),
    "America/Anchorage": gettext_lazy("Alaska (Anchorage)"),
    "Pacific/Honolulu": gettext_lazy("Hawaii (Honolulu)"),
    "America/Puerto_Rico": gettext_lazy("Puerto Rico (San Juan)"),
    "Pacific/Guam": gettext_lazy("Guam"),
}
ELSEWHERE = {
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
ZONES = HERE | ELSEWHERE


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


def clock_choices(ours: ZoneInfo, theirs: str, now: datetime) -> list[tuple]:
    """Where a person's clock may be, each with the time there now, in two groups.

    Whoever finds no place of their own takes the one whose clock shows their time.
    """
    elsewhere = ELSEWHERE
    if theirs and theirs not in ZONES:
        elsewhere = {theirs: zone_name(theirs)} | ELSEWHERE
    same = _("The same as ours: %(clock)s") % {"clock": _clock(ours.key, now)}
    return [
        ("", same),
        (_("In the United States"), _clocks(HERE, now)),
        (_("Other places"), _clocks(elsewhere, now)),
    ]


def _clocks(keys: Iterable[str], now: datetime) -> list[tuple[str, str]]:
    return [(key, _clock(key, now)) for key in keys]


def _clock(key: str, now: datetime) -> str:
    return _("%(zone)s, now %(time)s") % {
        "zone": zone_name(key),
        "time": date_format(now.astimezone(ZoneInfo(key)), "TIME_FORMAT"),
    }


def is_zone(key: str) -> bool:
    return bool(key) and key in known_zones()


@cache
def known_zones() -> set[str]:
    """Listed once: the names are read from a folder of files."""
    return available_timezones()
