"""Reads choices that are ranges of numbers, in English and Spanish words or in signs."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import inf

from studies.wording.english import word_set

NUMBER = re.compile(r"\d+(?:[.,]\d{3})*(?:\.\d+)?(?=\D|$)")
BELOW = re.compile(
    r"\b(?:under|less than|fewer than|below|younger than|before|menos de|menor de|"
    r"menores de|antes de)\s*\W?\s*$|<\s*\W?\s*$",
    re.IGNORECASE,
)
ABOVE = re.compile(
    r"\b(?:over|more than|older than|above|longer than|after|más de|mayor de|"
    r"mayores de)\s*\W?\s*$|>\s*\W?\s*$",
    re.IGNORECASE,
)
UP_TO = re.compile(r"\b(?:up to|at most|hasta)\s*\W?\s*$", re.IGNORECASE)
FROM = re.compile(r"\b(?:at least|al menos|desde)\s*\W?\s*$", re.IGNORECASE)
OR_LESS = re.compile(
    r"^[\s\w%-]{0,12}?\b(?:or|and|o) (?:less|fewer|younger|under|below|menos)\b", re.I
)
OR_MORE = re.compile(
    r"^\s*\+|^[\s\w%-]{0,12}?\b(?:or|and|o|y) "
    r"(?:more|older|over|above|up|longer|más|mayor)\b",
    re.IGNORECASE,
)
# Times of day run round the clock, and the same hour may stand in two of them.
CLOCK = re.compile(r"\d:\d|\b[ap]\.?m\b|o[’']clock", re.IGNORECASE)
UNIT = re.compile(r"[^\W\d_]{3,}")
NO_UNIT = word_set(
    "under less than fewer below younger before over more older above longer after "
    "least most and between from about menos mayor mayores menor menores más hasta "
    "desde entre antes"
)
# A list of thousands is a list of names, and each label is held against all before it.
MOST_READ = 100


@dataclass(frozen=True)
class Range:
    """Numbers from `low` to `high`; `start` and `end` are where `low` is written."""

    low: float
    high: float
    has_low: bool
    has_high: bool
    unit: str
    start: int
    end: int

    def meets(self, other: "Range") -> bool:
        """Whether some number belongs to both."""
        low, high = max(self.low, other.low), min(self.high, other.high)
        if low != high:
            return low < high
        return all(
            (one.low != low or one.has_low) and (one.high != high or one.has_high)
            for one in (self, other)
        )


def overlaps(labels: list[str]) -> Iterator[tuple[int, Range]]:
    """Each choice that shares a number with one before it, by its place in the list."""
    seen: list[Range] = []
    for at, label in enumerate(labels[:MOST_READ]):
        found = range_of(label)
        if found is None:
            continue
        if any(found.unit == one.unit and found.meets(one) for one in seen):
            yield at, found
        seen.append(found)


def range_of(label: str) -> Range | None:
    numbers = list(NUMBER.finditer(label))
    if not 1 <= len(numbers) <= 2 or CLOCK.search(label):
        return None
    low, high = value(numbers[0]), value(numbers[-1])
    if high < low or len(label) > 80:
        return None
    start, end = numbers[0].span()
    unit = unit_of(label)
    if len(numbers) == 2:
        return Range(low, high, True, True, unit, start, end)
    before, after = label[:start], label[end:]
    if BELOW.search(before):
        return Range(-inf, low, True, False, unit, start, end)
    if ABOVE.search(before):
        return Range(low, inf, False, True, unit, start, end)
    if UP_TO.search(before) or OR_LESS.search(after):
        return Range(-inf, low, True, True, unit, start, end)
    if FROM.search(before) or OR_MORE.search(after):
        return Range(low, inf, True, True, unit, start, end)
    return Range(low, low, True, True, unit, start, end)


def value(match: re.Match) -> float:
    return float(re.sub(r"[.,](?=\d{3})", "", match.group()))


def unit_of(label: str) -> str:
    """The words beside the numbers, without plural: weeks and months never overlap."""
    words = (word.lower() for word in UNIT.findall(label))
    return " ".join(word.removesuffix("s") for word in words if word not in NO_UNIT)


def one_more(label: str, found: Range) -> str:
    """The low end moved up by one, written like it: "1,000" gives "1,001"."""
    written = label[found.start : found.end]
    if not found.has_low or found.low != int(found.low) or found.low == -inf:
        return ""
    raised = int(found.low) + 1
    return f"{raised:,}" if "," in written else str(raised)
