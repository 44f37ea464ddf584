"""From counters to what a page or a script shows of one question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from feedback.results.asked import AskedQuestion
from feedback.results.models import ANSWERED, EMPTY, UNFINISHED
from feedback.results.wordings import Note, Wording
from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import DECLINED, NOT_APPLICABLE, Figure
from studies.disclosure.team import PERCENT_FROM, Cell, for_team

# {code: count} of one question.
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Bar:
    """One choice: its count as the team may see it, and how long its bar is."""

    label: str
    cell: Cell
    width: str
    until: int | None = None  # the last version that offered it, if it was taken away


@dataclass(frozen=True)
class Line:
    """One row of a matrix, with bars of its own; `answered` people gave it an answer."""

    code: str
    label: str
    answered: int
    base: int
    bars: tuple[Bar, ...]
    apart: tuple[Bar, ...]

    @property
    def has_percentages(self) -> bool:
        return self.base >= PERCENT_FROM


@dataclass(frozen=True)
class Distribution:
    """How people answered one question.

    Everybody to whom it was shown answered, left it empty, would rather not say, or
    said that it does not apply. `base` is whom percentages are of: those who answered,
    on a scale only those who chose a point on it. `apart` are choices beside the scale.
    """

    question: AskedQuestion
    shown: int
    answered: int
    empty: int
    base: int
    bars: tuple[Bar, ...]
    apart: tuple[Bar, ...]
    declined: int = 0
    not_applicable: int = 0
    unfinished: int = 0  # of those who answered: how many stopped part-way after it
    lines: tuple[Line, ...] = ()
    figures: tuple[Figure, ...] = ()
    # Where its words changed their meaning: the answers to each wording, newest first.
    wordings: tuple[Distribution, ...] = ()
    wording: Wording | None = None
    notes: tuple[Note, ...] = ()

    @property
    def is_text(self) -> bool:
        return KINDS[self.question.kind].is_text

    @property
    def is_several(self) -> bool:
        return KINDS[self.question.kind].takes_several

    @property
    def is_kept_apart(self) -> bool:
        """Answers that say who or where somebody is: counted here, never listed."""
        return bool(self.answered and not self.question.choices and not self.bars)

    @property
    def has_percentages(self) -> bool:
        return self.base >= PERCENT_FROM


def distribution(question: AskedQuestion, counts: Counts) -> Distribution:
    kind = KINDS[question.kind]
    answered, empty = counts.get(ANSWERED, 0), counts.get(EMPTY, 0)
    declined = counts.get(DECLINED, 0)
    not_applicable = counts.get(NOT_APPLICABLE, 0)
    line = _line(question, counts, answered)
    bars, apart = (line.bars, line.apart) if not question.rows else ((), ())
    if not question.choices:
        bars = _bins(kind.bins(counts), answered)
    return Distribution(
        question=question,
        shown=answered + empty + declined + not_applicable,
        answered=answered,
        empty=empty,
        base=line.base,
        bars=bars,
        apart=apart,
        declined=declined,
        not_applicable=not_applicable,
        unfinished=counts.get(UNFINISHED, 0),
        lines=tuple(_lines(question, counts)),
        figures=tuple(kind.figures(_on_scale(question, counts), question.settings)),
    )


def _lines(question: AskedQuestion, counts: Counts) -> Iterator[Line]:
    for row in question.rows:
        start = f"{row.code}:"
        own = {
            code.removeprefix(start): count
            for code, count in counts.items()
            if code.startswith(start)
        }
        yield _line(question, own, sum(own.values()), row.code, row.label)


def _line(
    question: AskedQuestion,
    counts: Counts,
    answered: int,
    code: str = "",
    label: str = "",
) -> Line:
    points = {c.code: counts.get(c.code, 0) for c in question.choices if not c.apart}
    apart = {c.code: counts.get(c.code, 0) for c in question.choices if c.apart}
    base = answered - sum(apart.values()) if apart else answered
    longest = base if base >= PERCENT_FROM else max([*points.values(), 1])
    return Line(
        code=code,
        label=label,
        answered=answered,
        base=base,
        bars=_bars(question, for_team(points, base), longest),
        apart=_bars(question, for_team(apart, 0), longest),
    )


def _on_scale(question: AskedQuestion, counts: Counts) -> Counts:
    """The counts without choices that stand beside the scale."""
    apart = {choice.code for choice in question.choices if choice.apart}
    return {code: count for code, count in counts.items() if code not in apart}


def _bars(question: AskedQuestion, cells: list[Cell], longest: int) -> tuple[Bar, ...]:
    return tuple(
        Bar(
            question.label_of(cell.code),
            cell,
            f"{100 * cell.count / longest:.4g}%",
            question.until_of(cell.code),
        )
        for cell in cells
    )


def _bins(bins: list[tuple[str, int]], base: int) -> tuple[Bar, ...]:
    """Bars that stand for values or steps of values, not for choices."""
    longest = max([base, 1])
    cells = for_team(dict(bins), base)
    return tuple(
        Bar(cell.code, cell, f"{100 * cell.count / longest:.4g}%") for cell in cells
    )
