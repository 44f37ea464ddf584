"""Finds what is wrong with pasted questions before anybody has to answer them."""

from collections.abc import Iterator
from dataclasses import replace

from feedback.surveys.kinds import KINDS
from feedback.surveys.pasting.parts import Fault, FaultCode, Pasted, PastedQuestion
from studies.wording.findings import Finding, Part, QuestionText, Rule
from studies.wording.question_rules import question_findings
from studies.wording.two_questions import part

MENDED_BY_CHOICES = frozenset([Rule.NONE_MISSING, Rule.OTHER_MISSING, Rule.NOT_LAST])


def with_faults(pasted: Pasted) -> Pasted:
    """The same questions with their faults as they are now."""
    faults = [
        fault
        for index, question in enumerate(pasted.questions)
        for fault in faults_of(index, question, pasted.language)
    ]
    return replace(pasted, faults=tuple(faults))


def faults_of(index: int, question: PastedQuestion, language: str) -> Iterator[Fault]:
    kind = KINDS[question.kind]
    needs_choices = kind.has_choices and not kind.has_fixed_choices
    if needs_choices and len(question.choices) < kind.least_choices:
        yield Fault(index, FaultCode.FEW_CHOICES)
    seen: set[str] = set()
    for number, choice in enumerate(question.choices):
        label = " ".join(choice.label.lower().split())
        if label in seen:
            yield Fault(index, FaultCode.SAME_CHOICE, choice=number)
        seen.add(label)
    for finding in question_findings(as_text(question), language):
        can_mend = is_mendable(finding, question)
        choice = finding.choice
        yield Fault(index, FaultCode.WORDING, choice, finding, can_mend)


def as_text(question: PastedQuestion) -> QuestionText:
    return QuestionText(
        text=question.label,
        hint=question.hint,
        choices=tuple(choice.label for choice in question.choices),
        is_scale=KINDS[question.kind].is_scale,
        takes_several=KINDS[question.kind].takes_several,
    )


def is_mendable(finding: Finding, question: PastedQuestion) -> bool:
    if finding.rule == Rule.TWO_QUESTIONS:
        return part(question.label, finding.start, finding.end) is not None
    if finding.part == Part.TEXT:
        return bool(finding.suggestion)
    return finding.rule in MENDED_BY_CHOICES
