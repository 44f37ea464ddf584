"""From counters to what a page or a script shows of one question."""

from collections.abc import Mapping
from dataclasses import dataclass

from feedback.results.asked import AskedQuestion
from feedback.results.counting import ANSWERED, EMPTY
from feedback.surveys.kinds import KINDS
from studies.disclosure.team import PERCENT_FROM, Cell, for_team

# {code: count} of one question.
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Bar:
    """One choice: its count as the team may see it, and how long its bar is."""

    label: str
    cell: Cell
    width: str


@dataclass(frozen=True)
class Distribution:
    """How people answered one question.

    `base` is whom percentages are of: those who answered, on a scale only those who
    chose a point on it. `apart` are answers beside the scale, such as "does not apply".
    """

    question: AskedQuestion
    shown: int
    answered: int
    empty: int
    base: int
    bars: tuple[Bar, ...]
    apart: tuple[Bar, ...]

    @property
    def is_text(self) -> bool:
        return KINDS[self.question.kind].is_text

    @property
    def is_several(self) -> bool:
        return self.question.kind == "several_choices"

    @property
    def has_percentages(self) -> bool:
        return self.base >= PERCENT_FROM


def distribution(question: AskedQuestion, counts: Counts) -> Distribution:
    answered, empty = counts.get(ANSWERED, 0), counts.get(EMPTY, 0)
    points = {c.code: counts.get(c.code, 0) for c in question.choices if not c.apart}
    apart = {c.code: counts.get(c.code, 0) for c in question.choices if c.apart}
    base = answered - sum(apart.values()) if apart else answered
    longest = base if base >= PERCENT_FROM else max([*points.values(), 1])
    return Distribution(
        question=question,
        shown=answered + empty,
        answered=answered,
        empty=empty,
        base=base,
        bars=_bars(question, for_team(points, base), longest),
        apart=_bars(question, for_team(apart, 0), longest),
    )


def _bars(question: AskedQuestion, cells: list[Cell], longest: int) -> tuple[Bar, ...]:
    return tuple(
        Bar(question.label_of(cell.code), cell, f"{100 * cell.count / longest:.4g}%")
        for cell in cells
    )
