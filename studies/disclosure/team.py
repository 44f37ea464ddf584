from collections.abc import Mapping
from dataclasses import dataclass

# Below this a count is shown to the team, and flagged: "small: do not quote".
SMALL_BELOW = 5
# A percentage of fewer people than this looks exact and is not.
PERCENT_FROM = 30


@dataclass(frozen=True)
class Cell:
    """One count as the team may see it; no percentage where the base is too small."""

    code: str
    count: int
    percent: int | None
    small: bool


def for_team(counts: Mapping[str, int], base: int) -> list[Cell]:
    """Counts for the team that met the people, in the order given.

    A count of 0 carries no flag: there is nobody to protect.
    """
    return [
        Cell(code, count, percent(count, base), is_small(count))
        for code, count in counts.items()
    ]


def is_small(count: int) -> bool:
    return 0 < count < SMALL_BELOW


def percent(count: int, base: int) -> int | None:
    """Whole percent, halves up; None on a base below 30."""
    if base < PERCENT_FROM:
        return None
    return (200 * count + base) // (2 * base)
