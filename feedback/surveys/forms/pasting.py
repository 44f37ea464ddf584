"""The paste page: what was understood travels with the page and is stored nowhere."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.http import QueryDict

from feedback.surveys.choices import ChoiceDraft, guessed, lines
from feedback.surveys.forms.survey import plain_lines
from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.presets import PRESETS
from feedback.surveys.pasting import Fault, Pasted, PastedChoice, PastedQuestion
from feedback.surveys.pasting.faults import with_faults
from feedback.surveys.questions import QuestionDraft
from feedback.surveys.rows import RowDraft

FLAGS = ("exclusive", "other", "apart")
# As many as a page can hold; a document with more is pasted in parts.
MOST_QUESTIONS = 700


@dataclass
class PasteState:
    """Questions as understood or as changed by hand, and lines that found no place."""

    pasted: Pasted
    kept: list[bool] = field(default_factory=list)
    leftovers: list[str] = field(default_factory=list)

    @classmethod
    def from_pasted(cls, pasted: Pasted) -> "PasteState":
        left = [leftover.text for leftover in pasted.leftovers]
        return cls(pasted, [True] * len(pasted.questions), left)

    @classmethod
    def from_post(cls, post: QueryDict, language: str) -> "PasteState":
        count = min(_number(post.get("count")), MOST_QUESTIONS)
        questions = tuple(_question(post, index) for index in range(count))
        kept = [f"q{index}-keep" in post for index in range(count)]
        pasted = with_faults(Pasted(questions=questions, language=language))
        return cls(pasted, kept, post.getlist("left"))

    def rows(self) -> list["PasteRow"]:
        return [
            PasteRow(index, question, kept, self._faults(index))
            for index, (question, kept) in enumerate(
                zip(self.pasted.questions, self.kept, strict=True)
            )
        ]

    def _faults(self, index: int) -> list[tuple[str, Fault]]:
        return [(key(f), f) for f in self.pasted.faults if f.question == index]

    def fault_at(self, wanted: str) -> int | None:
        """The place of the fault that a button names, where it is still there."""
        for place, fault in enumerate(self.pasted.faults):
            if key(fault) == wanted:
                return place
        return None

    def drafts(self) -> list[QuestionDraft]:
        return [
            draft_of(question)
            for question, kept in zip(self.pasted.questions, self.kept, strict=True)
            if kept
        ]


@dataclass(frozen=True)
class PasteRow:
    """One understood question on the page."""

    index: int
    question: PastedQuestion
    kept: bool
    faults: Sequence[tuple[str, Fault]]

    @property
    def name(self) -> str:
        """What the names of this question's fields begin with."""
        return f"q{self.index}"

    @property
    def lines(self) -> int:
        return max(2, min(len(self.question.choices), 12))

    @property
    def choices(self) -> str:
        return "\n".join(choice.label for choice in self.question.choices)

    @property
    def asked_rows(self) -> str:
        return "\n".join(self.question.rows)

    @property
    def known(self) -> str:
        """All labels as they were understood: one field, however many they are."""
        return "\n".join(choice.label for choice in self.question.choices)

    @property
    def carried(self) -> list[tuple[str, str]]:
        """(flag, labels that have it), carried on as hidden fields."""
        return [
            (flag, "\n".join(labels))
            for flag in FLAGS
            if (labels := [c.label for c in self.question.choices if getattr(c, flag)])
        ]

    @property
    def flags(self) -> list[tuple[str, str]]:
        """(flag, label of the choice that has it), to be said in words."""
        return [
            (flag, choice.label)
            for choice in self.question.choices
            for flag in FLAGS
            if getattr(choice, flag)
        ]


def key(fault: Fault) -> str:
    rule = fault.finding.rule if fault.finding else ""
    choice = "" if fault.choice is None else fault.choice
    return f"{fault.question}:{fault.code}:{rule}:{choice}"


def draft_of(question: PastedQuestion) -> QuestionDraft:
    choices = [
        ChoiceDraft(
            label=choice.label,
            exclusive=choice.exclusive,
            other=choice.other,
            apart=choice.apart,
        )
        for choice in question.choices
    ]
    return QuestionDraft(
        kind=question.kind,
        label=question.label,
        hint=question.hint,
        required=question.required,
        choices=tuple(_coded(question, choices)),
        rows=tuple(RowDraft(row) for row in question.rows),
        settings={"preset": question.preset} if question.preset else {},
    )


def _coded(
    question: PastedQuestion, choices: Sequence[ChoiceDraft]
) -> Sequence[ChoiceDraft]:
    """Points of a ready scale have its codes, which its score is made from."""
    ready = KINDS[question.kind].ready_choices({"preset": question.preset})
    if not question.preset or len(ready) != len(choices):
        return choices
    codes = [code for code, _label in ready]
    return [
        replace(choice, code=code) for choice, code in zip(choices, codes, strict=True)
    ]


def _question(post: QueryDict, index: int) -> PastedQuestion:
    name = f"q{index}"
    kind = post.get(f"{name}-kind", "")
    kind = kind if kind in KINDS else "short_text"
    flagged = {flag: set(lines(post.get(f"{name}-{flag}", ""))) for flag in FLAGS}
    was = post.get(f"{name}-was", "")
    labels = lines(post.get(f"{name}-choices", "")) if KINDS[kind].has_choices else []
    known = set().union(*flagged.values()) if was == kind else set()
    before = set(lines(post.get(f"{name}-known", "")))
    rows = lines(post.get(f"{name}-rows", "")) if KINDS[kind].has_rows else []
    preset = post.get(f"{name}-preset", "")
    choices = [
        _flagged(label, flagged)
        if was == kind and (label in known or label in before)
        else _guess(label, kind)
        for label in labels
    ]
    return PastedQuestion(
        label=plain_lines(post.get(f"{name}-label", "")),
        kind=kind,
        hint=plain_lines(post.get(f"{name}-hint", "")),
        choices=tuple(choices),
        rows=tuple(rows),
        preset=preset if kind == "scale" and preset in PRESETS else "",
        required=f"{name}-required" in post,
    )


def _flagged(label: str, flagged: dict[str, set[str]]) -> PastedChoice:
    return PastedChoice(label, **{flag: label in flagged[flag] for flag in FLAGS})


def _guess(label: str, kind: str) -> PastedChoice:
    guess = guessed(label, kind)
    return PastedChoice(label, guess.exclusive, guess.other, guess.apart)


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 5 else 0
