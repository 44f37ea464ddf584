from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from feedback.results.asked import AskedQuestion, Documents, asked
from feedback.results.distributions import Distribution, distribution
from feedback.results.models import FINISHED, UNFINISHED, Tally
from feedback.results.wordings import Histories, Published, Wording
from feedback.surveys.models import Survey

# {version number: {question key: {code: count}}}
Counted = Mapping[int, Mapping[str, Mapping[str, int]]]


@dataclass(frozen=True)
class Summary:
    """Every question of a survey with its counts; `people` is whom they come from.

    `unfinished` of them stopped part-way.
    """

    is_synthetic: bool
    people: int
    unfinished: int
    versions: tuple[int, ...]
    questions: list[Distribution]

    @property
    def finished(self) -> int:
        return self.people - self.unfinished


def documents_of_survey(survey: Survey) -> Documents:
    """{version number: document}, oldest first."""
    return dict(survey.versions.order_by("number").values_list("number", "document"))


def summarize(
    survey: Survey,
    versions: Published,
    *,
    is_synthetic: bool,
    spoken: str,
    language: str = "",
    partner: int | None | str = "",
    mode: str = "",
    is_finished: bool = False,
) -> Summary:
    """One query over the counters, however many questions and answers there are.

    `spoken` is the reader's language; the others narrow whom to count.
    """
    tallies = Tally.objects.filter(survey=survey).narrowed(
        language, partner, mode, is_finished
    )
    counts = tallies.by_version(is_synthetic=is_synthetic)
    histories = Histories(versions, language)
    key, code = FINISHED
    ended = [found.get(key, {}) for found in counts.values()]
    return Summary(
        is_synthetic=is_synthetic,
        people=sum(found.get(code, 0) for found in ended),
        unfinished=sum(found.get(UNFINISHED, 0) for found in ended),
        versions=tuple(versions.documents),
        questions=[
            _question(question, versions, counts, histories, spoken)
            for question in asked(versions.documents, spoken)
        ],
    )


def _question(
    question: AskedQuestion,
    versions: Published,
    counts: Counted,
    histories: Histories,
    spoken: str,
) -> Distribution:
    """All its answers under the newest words, and apart for each wording there was."""
    together = _distribution(question, counts, question.versions)
    if len(question.versions) == 1:
        return together
    history = histories.of(question.key, question.versions)
    apart = ()
    if history.is_split:
        apart = tuple(
            _worded(wording, question.key, versions.documents, counts, spoken)
            for wording in reversed(history.wordings)
        )
    return replace(together, wordings=apart, notes=history.notes)


def _worded(
    wording: Wording, key: str, documents: Documents, counts: Counted, spoken: str
) -> Distribution:
    own = {number: documents[number] for number in wording.versions}
    question = next(row for row in asked(own, spoken) if row.key == key)
    return replace(_distribution(question, counts, wording.versions), wording=wording)


def _distribution(
    question: AskedQuestion, counts: Counted, numbers: Iterable[int]
) -> Distribution:
    total: Counter[str] = Counter()
    for number in numbers:
        total.update(counts.get(number, {}).get(question.key, {}))
    return distribution(question, total)
