"""The same question by the way in which people took part, side by side."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from feedback.answering.models import SurveyResponse
from feedback.results.asked import AskedQuestion, asked
from feedback.results.distributions import Bar, Distribution, distribution
from feedback.results.models import FINISHED, Tally
from feedback.results.wordings import Histories, Published
from feedback.surveys.models import Survey
from studies.disclosure.team import is_small

# {version number: {question key: {code: count}}}
Counted = Mapping[int, Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True)
class Way:
    """One way to take part, and how many people finished in it."""

    mode: str
    label: str
    finished: int

    @property
    def is_small(self) -> bool:
        return is_small(self.finished)


@dataclass(frozen=True)
class Answer:
    """One choice, or one line of a table with one, as people of each way picked it."""

    label: str
    bars: tuple[Bar, ...]
    line: str = ""


@dataclass(frozen=True)
class SideBySide:
    """One question: `columns` are its counts by way, in the order of the ways."""

    question: AskedQuestion
    columns: tuple[Distribution, ...]
    answers: tuple[Answer, ...]
    # Older words meant something else: the answers to those are left out.
    is_newest_wording: bool


@dataclass(frozen=True)
class Ways:
    ways: tuple[Way, ...]
    questions: tuple[SideBySide, ...]


def compare(
    survey: Survey,
    versions: Published,
    *,
    is_synthetic: bool,
    spoken: str,
    language: str = "",
    partner: int | None | str = "",
    is_finished: bool = False,
    hidden: Collection[str] = (),
) -> Ways:
    """One query. Each column is flagged and rounded as the whole is; words and numbers
    have no choices to put beside each other. `hidden` ways are not shown by themselves."""
    rows = Tally.objects.filter(survey=survey).narrowed(
        language, partner, is_finished=is_finished
    )
    counts = rows.by_mode(is_synthetic=is_synthetic)
    ways = tuple(way for way in _ways(counts) if way.mode not in hidden)
    histories = Histories(versions, language)
    found = []
    for question in asked(versions.documents, spoken):
        if question.choices:
            history = histories.of(question.key, question.versions)
            numbers = history.wordings[-1].versions
            columns = [_column(question, counts[way.mode], numbers) for way in ways]
            found.append(_beside(question, columns, is_newest=history.is_split))
    return Ways(ways, tuple(found))


def _ways(counts: Mapping[str, Counted]):
    key, code = FINISHED
    for mode in SurveyResponse.Mode:
        versions = counts.get(mode.value, {}).values()
        finished = sum(found.get(key, {}).get(code, 0) for found in versions)
        if finished:
            yield Way(mode.value, str(mode.label), finished)


def _column(
    question: AskedQuestion, counts: Counted, numbers: Sequence[int]
) -> Distribution:
    total: Counter[str] = Counter()
    for number in numbers:
        total.update(counts.get(number, {}).get(question.key, {}))
    return distribution(question, total)


def _beside(
    question: AskedQuestion, columns: Sequence[Distribution], *, is_newest: bool
) -> SideBySide:
    rows = [_answers([(c.bars, c.apart) for c in columns])]
    for place, row in enumerate(question.rows):
        lines = [column.lines[place] for column in columns]
        rows.append(_answers([(line.bars, line.apart) for line in lines], row.label))
    answers = tuple(answer for group in rows for answer in group)
    return SideBySide(question, tuple(columns), answers, is_newest)


def _answers(columns: Sequence, line: str = "") -> list[Answer]:
    """Every column has the same bars: those of the question's choices."""
    bars = [(*points, *apart) for points, apart in columns]
    return [
        Answer(same[0].label, tuple(same), line) for same in zip(*bars, strict=True)
    ]
