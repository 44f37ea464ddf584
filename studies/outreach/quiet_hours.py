"""When messages may go out: by day, on the clock of the person who gets them."""

from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from studies.agencies.models import Agency

# Clocks are never changed twice within so short a time; the next day's opening lies
# within it, even where a whole day of the calendar is left out.
AHEAD = timedelta(days=3)
SECOND = timedelta(seconds=1)


def may_send(agency: Agency, now: datetime, zone: str = "") -> bool:
    """Messages may go out now to whoever lives by that clock, else by the agency's.

    The demo writes to nobody, so it need not wait.
    """
    return agency.is_demo or _is_open(agency, now.astimezone(_clock(agency, zone)))


def next_open(agency: Agency, now: datetime, zone: str = "") -> datetime:
    """The earliest moment from now on in which messages may go out there.

    Where clocks are put on past the hour of opening, it is the moment in which that
    happens; where they are put back into the day, the day goes on.
    """
    if may_send(agency, now, zone):
        return now
    clock = _clock(agency, zone)
    moments = [*_openings(agency, now, clock), *_change_of_clocks(now, clock)]
    return min(m for m in moments if m >= now and may_send(agency, m, zone))


def openings(agency: Agency, zones: Iterable[str], at: datetime) -> dict[str, datetime]:
    """The first moment from `at` on for each of these clocks."""
    return {zone: next_open(agency, at, zone) for zone in zones}


def _clock(agency: Agency, zone: str) -> ZoneInfo:
    return ZoneInfo(zone) if zone else agency.zone


def _is_open(agency: Agency, local: datetime) -> bool:
    return agency.mail_from <= local.hour < agency.mail_until


def _openings(agency: Agency, now: datetime, clock: ZoneInfo) -> Iterable[datetime]:
    """The hour of opening on the next days, twice where the clock shows it twice."""
    today, hour = now.astimezone(clock).date(), time(agency.mail_from)
    for days in range(AHEAD.days + 1):
        local = datetime.combine(today + timedelta(days=days), hour, clock)
        for fold in (0, 1):
            yield local.replace(fold=fold).astimezone(UTC)


def _change_of_clocks(now: datetime, clock: ZoneInfo) -> Iterable[datetime]:
    """The next moment in which the clock is put on or back, if one is near."""
    before, after = now.astimezone(UTC).replace(microsecond=0), now + AHEAD
    shown = before.astimezone(clock).utcoffset()
    if after.astimezone(clock).utcoffset() == shown:
        return
    while after - before > SECOND:
        middle = before + (after - before) // 2
        middle = middle.replace(microsecond=0)
        if middle.astimezone(clock).utcoffset() == shown:
            before = middle
        else:
            after = middle
    yield after.astimezone(UTC).replace(microsecond=0)
