from dataclasses import dataclass

from feedback.results.asked import Documents, asked
from feedback.results.counting import FINISHED
from feedback.results.distributions import Distribution, distribution
from feedback.results.models import Tally
from feedback.surveys.models import Survey


@dataclass(frozen=True)
class Summary:
    """Every question of a survey with its counts; `finished` is whom they come from."""

    is_synthetic: bool
    finished: int
    versions: tuple[int, ...]
    questions: list[Distribution]


def documents_of_survey(survey: Survey) -> Documents:
    """{version number: document}, oldest first."""
    return dict(survey.versions.order_by("number").values_list("number", "document"))


def summarize(
    survey: Survey,
    documents: Documents,
    *,
    is_synthetic: bool,
    spoken: str,
    language: str = "",
    partner: int | None | str = "",
) -> Summary:
    """One query over the counters, however many questions and answers there are.

    `spoken` is the reader's language; `language` and `partner` narrow whom to count.
    """
    tallies = Tally.objects.filter(survey=survey).narrowed(language, partner)
    counts = tallies.by_question(is_synthetic=is_synthetic)
    key, code = FINISHED
    return Summary(
        is_synthetic=is_synthetic,
        finished=counts.get(key, {}).get(code, 0),
        versions=tuple(documents),
        questions=[
            distribution(question, counts.get(question.key, {}))
            for question in asked(documents, spoken)
        ],
    )
