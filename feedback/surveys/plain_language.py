"""What the plain-language check says about a draft, and what designers do with it."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from feedback.surveys.models import Question, Survey
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
from studies.wording.models import Override
from studies.wording.readability import Reading, measure
from studies.wording.reading_level import reading_level
from studies.wording.translations import place, source_hash

FIELDS = {
    "title": TextKind.QUESTION,
    "purpose": TextKind.CONSENT,
    "thanks": TextKind.MESSAGE,
}


# Letters of context on each side of the marked ones.
NEAR = 70


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
class ShownFinding:
    """A finding at its place in the draft, with the words that it marks."""

    finding: Finding
    text: str
    row: Survey | Question
    field: str
    choice_pk: int | None = None
    override: Override | None = None

    @property
    def place(self) -> str:
        """The lasting name of the text, which stays when choices change order."""
        if self.choice_pk:
            return f"choice:{self.choice_pk}:label"
        return place(self.row, self.field)

    @property
    def marked(self) -> str:
        return self.text[self.finding.start : self.finding.end]

    @property
    def before(self) -> str:
        """The words just before, from the start of one where there are many."""
        text = self.text[: self.finding.start]
        return text if len(text) <= NEAR else "…" + text[-NEAR:].partition(" ")[2]

    @property
    def after(self) -> str:
        text = self.text[self.finding.end :]
        return text if len(text) <= NEAR else text[:NEAR].rpartition(" ")[0] + "…"

    @property
    def words(self) -> str:
        """What an override holds for: the marked words, or the whole text."""
        return self.marked or self.text

    @property
    def mended(self) -> str:
        start, end = self.finding.start, self.finding.end
        return self.text[:start] + self.finding.suggestion + self.text[end:]

    @property
    def fix(self) -> Fix | None:
        """What one click does, where it can do anything."""
        rule = self.finding.rule
        if rule in CHANGES_SHAPE:
            return CHANGES_SHAPE[rule] if self._can_change_shape else None
        return Fix.REPLACE if self.finding.suggestion else None

    @property
    def _can_change_shape(self) -> bool:
        return is_mendable(self.finding, as_pasted(self.row))

    @property
    def key(self) -> str:
        """Names this finding on the page; another text has other keys."""
        finding = self.finding
        parts = (self.place, finding.rule, finding.part, finding.start, self.text)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


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
    shown = list(chain(_of_survey(survey), _of_questions(questions, language)))
    rows = Override.objects.filter(place__in={finding.place for finding in shown})
    overrides = {(row.place, row.rule, row.words_hash): row for row in rows}
    found, let_stand = [], []
    for finding in shown:
        words = source_hash(finding.words.casefold())
        override = overrides.get((finding.place, finding.finding.rule, words))
        if override:
            let_stand.append(replace(finding, override=override))
        else:
            found.append(finding)
    texts = list(_whole(questions, language))
    whole = reading_level(texts, language) if texts else []
    purpose = [Text(survey.purpose, language, TextKind.CONSENT)]
    if survey.purpose.strip():
        whole = [*reading_level(purpose, language), *whole]
    spoken = "\n\n".join(text.text for text in [*purpose, *texts])
    return Report(found, let_stand, whole, measure(spoken, language))


def _of_survey(survey: Survey) -> Iterator[ShownFinding]:
    for field, kind in FIELDS.items():
        text = getattr(survey, field)
        for finding in check(text, survey.source_language, kind):
            yield ShownFinding(finding, text, survey, field)


def _of_questions(
    questions: Sequence[Question], language: str
) -> Iterator[ShownFinding]:
    for question in questions:
        if not question.locked:
            for finding in check_question(_question_text(question), language):
                yield _shown(finding, question)


def _question_text(question: Question) -> QuestionText:
    return QuestionText(
        text=question.label,
        hint=question.hint,
        choices=tuple(choice.label for choice in question.drafted_choices),
        is_scale=question.kind == "scale",
        takes_several=question.kind == "several_choices",
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
        return ShownFinding(finding, choice.label, question, "choice", choice.pk)
    if finding.part == Part.HINT:
        return ShownFinding(finding, question.hint, question, "hint")
    if finding.part == Part.CHOICES:
        return ShownFinding(finding, "", question, "choices")
    return ShownFinding(finding, question.label, question, "label")


def _whole(questions: Sequence[Question], language: str) -> Iterator[Text]:
    for question in questions:
        if not question.locked:
            yield Text(question.label, language, TextKind.QUESTION)
            if question.hint:
                yield Text(question.hint, language, TextKind.HINT)
            for choice in question.drafted_choices:
                yield Text(choice.label, language, TextKind.CHOICE)
