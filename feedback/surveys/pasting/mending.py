"""Mends one fault of pasted questions, as one click does."""

from dataclasses import replace

from feedback.surveys.pasting.faults import with_faults
from feedback.surveys.pasting.parts import (
    Fault,
    FaultCode,
    Pasted,
    PastedChoice,
    PastedQuestion,
)
from studies.wording.choice_words import is_way_out
from studies.wording.findings import Finding, Rule
from studies.wording.two_questions import part


def mend(pasted: Pasted, fault_index: int) -> Pasted:
    """The questions with that fault mended and all faults found anew.

    A fault that only a person can mend, or that is no longer there, changes nothing.
    """
    if not 0 <= fault_index < len(pasted.faults):
        return pasted
    fault = pasted.faults[fault_index]
    if not fault.can_mend:
        return pasted
    questions = list(pasted.questions)
    questions[fault.question : fault.question + 1] = mended(
        questions[fault.question], fault
    )
    return with_faults(replace(pasted, questions=tuple(questions)))


def mended(question: PastedQuestion, fault: Fault) -> list[PastedQuestion]:
    """One question, or two where it was two in one."""
    if fault.code == FaultCode.FEW_CHOICES:
        return [as_short_text(question)]
    if fault.code == FaultCode.SAME_CHOICE:
        kept = [c for n, c in enumerate(question.choices) if n != fault.choice]
        return [replace(question, choices=tuple(kept))]
    finding = fault.finding
    if finding.rule == Rule.TWO_QUESTIONS:
        labels = part(question.label, finding.start, finding.end)
        return [replace(question, label=label) for label in labels]
    if finding.rule in {Rule.NONE_MISSING, Rule.OTHER_MISSING}:
        return [with_choice(question, finding)]
    if finding.rule == Rule.NOT_LAST:
        return [with_choice_last(question, finding.choice)]
    before, after = question.label[: finding.start], question.label[finding.end :]
    return [replace(question, label=before + finding.suggestion + after)]


def as_short_text(question: PastedQuestion) -> PastedQuestion:
    """Open instead of one lonely choice, whose words go to the hint."""
    words = [question.hint, *(choice.label for choice in question.choices)]
    hint = " ".join(word for word in words if word)
    return replace(question, kind="short_text", hint=hint, choices=())


def with_choice(question: PastedQuestion, finding: Finding) -> PastedQuestion:
    is_none = finding.rule == Rule.NONE_MISSING
    added = PastedChoice(finding.suggestion, exclusive=is_none, other=not is_none)
    choices = list(question.choices)
    choices.insert(len(choices) if is_none else end_of_ordinary(choices), added)
    return replace(question, choices=tuple(choices))


def with_choice_last(question: PastedQuestion, number: int) -> PastedQuestion:
    """Put "something else" right behind the ordinary choices, "none" behind everything."""
    choices = list(question.choices)
    moved = choices.pop(number)
    choices.insert(end_of_ordinary(choices) if moved.other else len(choices), moved)
    return replace(question, choices=tuple(choices))


def end_of_ordinary(choices: list[PastedChoice]) -> int:
    ordinary = [n for n, choice in enumerate(choices) if not is_way_out(choice.label)]
    return ordinary[-1] + 1 if ordinary else len(choices)
