"""When no terms hold that a partner accepted, though its part in the study goes on.

A gap is `[from, until]`, as text: between the last day of some terms and the first day
of the next. Without `until` it lasts until their first yes.
"""

from datetime import datetime

Gaps = list[list[str | None]]


def before_a_yes(now: datetime) -> Gaps:
    return [[now.isoformat(), None]]


def waits_for_yes(gaps: Gaps) -> bool:
    return any(until is None for _from, until in gaps)


def starts_at(begins_at: datetime | None, gaps: Gaps, now: datetime) -> datetime | None:
    """From when links start something: the end of the gap of now, else the beginning."""
    for since, until in gaps:
        ends = until and datetime.fromisoformat(until)
        if ends and datetime.fromisoformat(since) <= now < ends:
            return ends
    return begins_at


def until(gaps: Gaps, end: datetime) -> Gaps:
    """Those that begin before `end`, none longer than it."""
    return [
        [since, min(datetime.fromisoformat(to), end).isoformat() if to else None]
        for since, to in gaps
        if datetime.fromisoformat(since) < end
    ]
