"""What the plain-language check says about a draft, and what designers do with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from itertools import chain

from django.utils.text import capfirst
from django.utils.translation import get_language

from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import WAYS_OUT
from feedback.surveys.models import Question, Row, Section, Survey
from feedback.surveys.models import Rule as SurveyRule
from feedback.surveys.pasting.faults import is_mendable
from feedback.surveys.pasting.parts import PastedChoice, PastedQuestion
from studies.wording.checks import check, check_question
from studies.wording.findings import (
    Finding,
    Part,
    QuestionText,
    Rule,
    Text,
    TextKind,
)
from studies.wording.readability import Reading, measure
from studies.wording.reading_level import reading_level, spoken
from studies.wording.remarks import Remark, apart
from studies.wording.translations import place

FIELDS = {
    "title": TextKind.QUESTION,
    "purpose": TextKind.CONSENT,
    "legal": TextKind.LEGAL,
    "thanks": TextKind.MESSAGE,
}


class Fix(StrEnum):
    """What the button of a finding does."""

    REPLACE = "replace"
    ADD_CHOICE = "add"
    SPLIT = "split"
    MOVE_LAST = "move"


CHANGES_SHAPE = {
    Rule.TWO_QUESTIONS: Fix.SPLIT,
    Rule.NONE_MISSING: Fix.ADD_CHOICE,
    Rule.OTHER_MISSING: Fix.ADD_CHOICE,
    Rule.NOT_LAST: Fix.MOVE_LAST,
}


@dataclass(frozen=True)
class ShownFinding(Remark):
    """A finding at its place in the draft, with the words that it marks."""

    row: Survey | Question | None = None
    field: str = ""
    choice_pk: int | None = None
    # The row, section or rule that holds the text, where it is not `row` itself.
    part: Row | Section | SurveyRule | None = None

    @property
    def fix(self) -> str:
        rule = self.finding.rule
        if rule in CHANGES_SHAPE:
            return CHANGES_SHAPE[rule] if self._can_change_shape else ""
        return super().fix

    @property
    def _can_change_shape(self) -> bool:
        return is_mendable(self.finding, as_pasted(self.row))


@dataclass(frozen=True)
class Report:
    """All that is found in one draft, those that somebody let stand apart."""

    found: list[ShownFinding]
    let_stand: list[ShownFinding]
    whole: list[Finding]
    reading: Reading | None

    def of(self, row: Survey | Question) -> list[ShownFinding]:
        return [shown for shown in self.found if shown.row == row]


def report(survey: Survey, questions: Sequence[Question]) -> Report:
    """Findings over every text of the draft that may be changed; one query."""
    language = survey.source_language
    shown = list(
        chain(
            _of_survey(survey),
            _of_questions(questions, language),
            _of_parts(survey, questions),
        )
    )
    found, let_stand = apart(shown)
    texts = list(_whole(questions, language))
    whole = reading_level(texts, language) if texts else []
    purpose = [Text(survey.purpose, language, TextKind.CONSENT)]
    if survey.purpose.strip():
        whole = [*reading_level(purpose, language), *whole]
    reading = measure(spoken([*purpose, *texts]), language)
    return Report(found, let_stand, whole, reading)


def _of_survey(survey: Survey) -> Iterator[ShownFinding]:
    for field, kind in FIELDS.items():
        text = getattr(survey, field)
        for finding in check(text, survey.source_language, kind):
            yield _on(finding, text, survey, field)


def _of_questions(
    questions: Sequence[Question], language: str
) -> Iterator[ShownFinding]:
    for question in questions:
        if not question.locked:
            text = _question_text(question)
            for finding in _checked(text, language, get_language()):
                yield _shown(finding, question)


# The editor asks after each act, and all but one of hundreds are as they were.
@lru_cache(maxsize=2000)
def _checked(text: QuestionText, language: str, _interface: str) -> tuple[Finding, ...]:
    """Findings by text; their reasons are in the language of whoever reads them."""
    return tuple(check_question(text, language))


def _of_parts(survey: Survey, questions: Sequence[Question]) -> Iterator[ShownFinding]:
    """Texts that are no question: messages, lines of a matrix, sections, rules."""
    for question in questions:
        if question.locked:
            continue
        for finding in check(
            question.message, survey.source_language, TextKind.MESSAGE
        ):
            yield _on(finding, question.message, question, "message")
        for row in question.drafted_rows:
            yield from _of_part(question, row, "label", TextKind.CHOICE)
    for section in survey.drafted_sections:
        yield from _of_part(survey, section, "title", TextKind.QUESTION)
        yield from _of_part(survey, section, "text", TextKind.MESSAGE)
    for rule in survey.drafted_rules:
        yield from _of_part(survey, rule, "text", TextKind.MESSAGE)


def _of_part(
    row: Survey | Question,
    part: Row | Section | SurveyRule,
    field: str,
    kind: TextKind,
) -> Iterator[ShownFinding]:
    text = getattr(part, field)
    language = (row if isinstance(row, Survey) else row.survey).source_language
    for finding in check(text, language, kind):
        yield ShownFinding(
            finding,
            text,
            place(part, field),
            language,
            name=capfirst(part._meta.get_field(field).verbose_name),
            row=row,
            field=field,
            part=part,
        )


def _on(
    finding: Finding,
    text: str,
    row: Survey | Question,
    field: str,
    choice_pk: int | None = None,
) -> ShownFinding:
    """The lasting name of a choice's text stays when choices change order."""
    where = f"choice:{choice_pk}:label" if choice_pk else place(row, field)
    survey = row if isinstance(row, Survey) else row.survey
    return ShownFinding(
        finding,
        text,
        where,
        survey.source_language,
        row=row,
        field=field,
        choice_pk=choice_pk,
    )


def _question_text(question: Question) -> QuestionText:
    return QuestionText(
        text=question.label,
        hint=question.hint,
        choices=tuple(choice.label for choice in question.drafted_choices),
        is_scale=KINDS[question.kind].is_scale,
        takes_several=KINDS[question.kind].takes_several,
        has_way_out=any(question.settings.get(name) for name in WAYS_OUT),
    )


def as_pasted(question: Question) -> PastedQuestion:
    """The question in the shape that the mending of pasted text works on."""
    return PastedQuestion(
        label=question.label,
        kind=question.kind,
        hint=question.hint,
        choices=tuple(
            PastedChoice(choice.label, choice.exclusive, choice.other, choice.apart)
            for choice in question.drafted_choices
        ),
        required=question.required,
    )


def _shown(finding: Finding, question: Question) -> ShownFinding:
    if finding.part == Part.CHOICE:
        choice = question.drafted_choices[finding.choice]
        return _on(finding, choice.label, question, "choice", choice.pk)
    if finding.part == Part.HINT:
        return _on(finding, question.hint, question, "hint")
    if finding.part == Part.CHOICES:
        return _on(finding, "", question, "choices")
    return _on(finding, question.label, question, "label")


def _whole(questions: Sequence[Question], language: str) -> Iterator[Text]:
    for question in questions:
        if not question.locked:
            yield Text(question.label, language, TextKind.QUESTION)
            if question.hint:
                yield Text(question.hint, language, TextKind.HINT)
            for part in [*question.drafted_rows, *question.drafted_choices]:
                yield Text(part.label, language, TextKind.CHOICE)
