"""What a draft will do and when, as a calendar, before anybody presses Start."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from math import ceil
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import capfirst

from studies.agencies.models import Agency
from studies.outreach import reminding
from studies.outreach.models import Step, Wave
from studies.outreach.quiet_hours import next_open

Zones = dict[tuple[str, int], int]  # how many, by clock and reminders had before


@dataclass(frozen=True)
class Batch:
    """People whose clocks agree, and when the step begins for them."""

    people: int
    at: datetime  # on the agency's clock
    place: str  # of the people's clock, empty where it is the agency's own
    there: datetime  # the same moment on the people's clock


@dataclass(frozen=True)
class Planned:
    """One step on one day of the agency's calendar; fewer people by then, never more."""

    step: str
    day: date
    batches: list[Batch]

    @property
    def label(self) -> str:
        return str(capfirst(Step(self.step).label))

    @property
    def people(self) -> int:
        return sum(batch.people for batch in self.batches)


def calendar(wave: Wave, zones: Zones, now: datetime) -> list[Planned]:
    """Each step on each day on which it begins for somebody; a thank-you has no day.

    `zones` says how many of those who would get it live by each clock.
    """
    found, at = [], now
    for step in wave.steps_from_start:
        at += reminding.days_after(wave, step)
        days: dict[date, list[Batch]] = defaultdict(list)
        for zone, number in _allowed(wave, step, zones).items():
            batch = _batch(wave, zone, number, at)
            days[batch.at.date()].append(batch)
        found += [
            Planned(step, day, sorted(batches, key=lambda one: one.at))
            for day, batches in sorted(days.items())
        ]
    return found


def kept_back(wave: Wave, zones: Zones) -> bool:
    """The agency's rule lets fewer reminders out than the mailing has."""
    return any(
        not reminding.allows(wave, step, had)
        for step in wave.steps_from_start
        for _zone, had in zones
    )


def _allowed(wave: Wave, step: str, zones: Zones) -> Counter[str]:
    """How many live by each clock of those whom the agency's rule lets it go to."""
    by_clock = Counter()
    for (zone, had), number in zones.items():
        if reminding.allows(wave, step, had):
            by_clock[zone] += number
    return by_clock


def _batch(wave: Wave, zone: str, people: int, at: datetime) -> Batch:
    own = ZoneInfo(zone) if zone else wave.agency.zone
    begins = next_open(wave.agency, at, zone)
    same = own.key == wave.agency.zone.key
    place = "" if same else own.key.rpartition("/")[2].replace("_", " ")
    return Batch(
        people, begins.astimezone(wave.agency.zone), place, begins.astimezone(own)
    )


def pace(wave: Wave) -> Decimal | None:
    """Messages a second, at most: what the team set, and what the installation allows."""
    limits = [wave.per_second, Decimal(str(settings.MESSAGES_PER_SECOND or 0))]
    return min((limit for limit in limits if limit), default=None)


def takes(people: int, per_second: Decimal | None) -> timedelta | None:
    """How long one step takes at this pace; None without a pace."""
    if not per_second:
        return None
    return timedelta(seconds=round(people / per_second))


def days_of(agency: Agency, takes_: timedelta | None) -> int:
    """On how many days messages of one step leave, by day alone; 1 where all fit."""
    hours = 24 if agency.is_demo else agency.mail_until - agency.mail_from
    return max(1, ceil((takes_ or timedelta()) / timedelta(hours=hours)))
