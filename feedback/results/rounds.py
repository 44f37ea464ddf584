"""Results of a carried survey beside those of the round before, where both asked alike."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from feedback.results.asked import asked
from feedback.results.distributions import Bar, Distribution, distribution
from feedback.results.models import Tally
from feedback.results.wordings import Histories, Published, published
from feedback.surveys.comparing import changes
from feedback.surveys.comparing.saying import Shown, in_words
from feedback.surveys.models import Survey, SurveyVersion


@dataclass(frozen=True)
class Pair:
    """One choice, as many chose it in the round before and in this one.

    None where it was not offered.
    """

    label: str
    before: Bar | None
    now: Bar | None


@dataclass(frozen=True)
class Compared:
    """One question in two rounds; each count has its own base."""

    before: Distribution
    pairs: tuple[Pair, ...]


@dataclass(frozen=True)
class RoundBefore:
    """The survey that this one was carried from, and its answers by question.

    `reworded` are those that it asked in other words: what is different, not counted.
    """

    survey: Survey
    questions: Mapping[str, Compared]
    reworded: Mapping[str, list[Shown]]

    @property
    def round(self):
        return self.survey.activity.round


def round_before(
    survey: Survey,
    versions: Published,
    now: list[Distribution],
    *,
    is_synthetic: bool,
    spoken: str,
    language: str = "",
    mode: str = "",
    is_finished: bool = False,
) -> RoundBefore | None:
    """None where the survey was not carried on, or was not published itself.

    Three queries. Only questions that still mean the same are compared: those whose
    wording did not change from the version that was carried to the newest one. Numbers
    and words have no choices to put beside each other.
    """
    if survey.carried_from_id is None or not versions.documents:
        return None
    rows = SurveyVersion.objects.select_related("survey__activity__round__study")
    origin = rows.get(pk=survey.carried_from_id)
    earlier = published(origin.survey)
    tallies = Tally.objects.filter(survey=origin.survey).narrowed(
        language, mode=mode, is_finished=is_finished
    )
    counts = tallies.by_version(is_synthetic=is_synthetic)
    reworded = _reworded(origin, versions, language)
    wanted = {row.question.key: row for row in now if row.question.key not in reworded}
    histories = Histories(earlier, language)
    found = {}
    for question in asked(earlier.documents, spoken):
        row = wanted.get(question.key)
        if row is None or row.wordings or not (row.bars and row.question.choices):
            continue
        numbers = _same_words(histories, question, origin.number)
        if not numbers:
            continue
        total: Counter[str] = Counter()
        for number in numbers:
            total.update(counts.get(number, {}).get(question.key, {}))
        found[question.key] = _compared(distribution(question, total), row)
    return RoundBefore(origin.survey, found, reworded)


def _reworded(
    origin: SurveyVersion, versions: Published, language: str
) -> dict[str, list[Shown]]:
    """The questions of both that ask something else now, each with the difference."""
    newest = versions.documents[max(versions.documents)]
    spoken = language or origin.document["source_language"]
    found: dict[str, list[Shown]] = {}
    for change in changes(origin.document, newest):
        if change.is_rewording(spoken):
            said = in_words(change, origin.document, newest)
            found.setdefault(change.key, []).append(said)
    return found


def _same_words(histories: Histories, question, number: int) -> tuple[int, ...]:
    """The earlier survey's versions whose answers mean what the carried one's mean."""
    history = histories.of(question.key, question.versions)
    return next(
        (row.versions for row in history.wordings if number in row.versions), ()
    )


def _compared(before: Distribution, now: Distribution) -> Compared:
    was = {bar.cell.code: bar for bar in (*before.bars, *before.apart)}
    bars = (*now.bars, *now.apart)
    pairs = [Pair(bar.label, was.pop(bar.cell.code, None), bar) for bar in bars]
    gone = [Pair(bar.label, bar, None) for bar in was.values() if bar.cell.count]
    return Compared(before, (*pairs, *gone))
