"""Whether a group falls behind the pace that the dates of the rounds ask for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from studies.planning.models import Round, Segment


@dataclass(frozen=True)
class Behind:
    """A group of whom fewer people were heard than the plan has by today."""

    segment: Segment
    heard: int
    expected: int


def behind(groups: Sequence, rounds: Sequence[Round], today: date) -> list[Behind]:
    """The groups we must hear that fall behind, the one that lacks most first.

    The plan is spread evenly over the days of all rounds: half-way through, half of
    the people should have been heard. Before the first
    round and after the last one nobody is late.
    """
    part = _passed(rounds, today)
    if part in (0, 1):
        return []
    found = []
    for group in groups:
        expected = int(group.segment.needed * part)
        if group.heard < expected:
            found.append(Behind(group.segment, group.heard, expected))
    return sorted(found, key=lambda row: row.heard - row.expected)


def _passed(rounds: Sequence[Round], today: date) -> float:
    """The part of all days of fieldwork that is over."""
    whole = passed = 0
    for round_ in rounds:
        days = (round_.ends_on - round_.starts_on).days + 1
        whole += days
        passed += min(max((today - round_.starts_on).days, 0), days)
    return passed / whole if whole else 0
