"""Single responses, read one at a time, with the source language beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import BooleanField
from django.db.models.expressions import RawSQL

from feedback.answering import calculated
from feedback.answering.masking import mask
from feedback.answering.models import SurveyResponse
from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Survey
from feedback.surveys.rules.answers import amount
from feedback.surveys.rules.formulas import formulas
from feedback.surveys.rules.piping import amount_words, unasked_texts

# Own words of any question, "something else" included.
HOLDS_WORDS = """EXISTS (
    SELECT FROM jsonb_each(feedback_surveyresponse.answers) AS answer
    WHERE answer.value ->> 'text' ILIKE %s
)"""


@dataclass(frozen=True)
class ReadAnswer:
    """One question as the person saw it, and the same in the source language.

    `own` are words that the person wrote, masked; "" where there are none.
    """

    key: str
    label: str
    source_label: str
    lines: list[str]
    source_lines: list[str]
    own: str

    @property
    def is_translated(self) -> bool:
        return self.label != self.source_label


@dataclass(frozen=True)
class ReadValue:
    """A calculated value as the person's pages said it; "" where there was none."""

    name: str
    sentence: str
    words: str


def read_values(response: SurveyResponse) -> list[ReadValue]:
    """What the rules of the version that was answered made of the answers."""
    document = response.version.document
    texts = unasked_texts(document["texts"][document["source_language"]])
    known = calculated.of_response(response.calculated, document, response.answers)
    return [
        ReadValue(each.name, each.sentence, amount_words(amount(known.get(each.name))))
        for each in formulas(document, texts)
    ]


def read_answers(response: SurveyResponse) -> list[ReadAnswer]:
    """The questions that were shown, in order, as the version that was answered."""
    document = response.version.document
    source = unasked_texts(document["texts"][document["source_language"]])
    own = unasked_texts(document["texts"].get(response.language, source))
    return [
        _read(question, response.answers[question["key"]], own, source)
        for question in document["questions"]
        if question["key"] in response.answers and KINDS[question["kind"]].is_asked
    ]


def not_shown(response: SurveyResponse) -> list[str]:
    """Questions of the version that were left out for this person, in the source."""
    document = response.version.document
    texts = unasked_texts(document["texts"][document["source_language"]])
    return [
        texts.get(question["key"], question["key"])
        for question in document["questions"]
        if question["key"] not in response.answers and KINDS[question["kind"]].is_asked
    ]


def _read(
    question: Mapping[str, Any],
    answer: Mapping[str, Any],
    own: Mapping,
    source: Mapping,
) -> ReadAnswer:
    kind, key = KINDS[question["kind"]], question["key"]
    masked = dict(answer)
    if "text" in masked:
        masked["text"] = mask(masked["text"])
    return ReadAnswer(
        key=key,
        label=own.get(key, key),
        source_label=source.get(key, key),
        lines=kind.in_words(question, masked, own),
        source_lines=[] if kind.is_text else kind.in_words(question, masked, source),
        own=masked.get("text", ""),
    )


def readable(survey: Survey, *, is_practice: bool = False, is_pilot: bool = False):
    """Responses, newest day first; practice and pilots only when asked for."""
    rows = SurveyResponse.objects.filter(survey=survey, is_pilot=is_pilot)
    if not is_pilot:
        rows = rows.filter(is_practice=is_practice)
    return rows.ended().order_by("-submitted_on", "id")


def holding_words(rows, words: str):
    """Responses with these words in them; "" is any words at all."""
    escaped = words.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    pattern = f"%{escaped}%" if words else "_%"
    holds = RawSQL(HOLDS_WORDS, [pattern], output_field=BooleanField())
    return rows.filter(holds)
