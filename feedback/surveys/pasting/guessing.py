"""Guesses a question's kind, and what each of its choices is for."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from feedback.surveys.kinds import KINDS
from feedback.surveys.pasting.lines import Mark
from feedback.surveys.pasting.parts import PastedChoice, PastedQuestion
from feedback.surveys.pasting.phrases import (
    AGREES,
    FIRST_NUMBER,
    LIKELY,
    LONG,
    ONE,
    OPEN_KINDS,
    SEVERAL,
    SHORT,
    YES_NO,
    points_of_scale,
)
from studies.wording.choice_words import (
    is_other,
    is_way_out,
    stands_alone,
    without_write_in,
)
from studies.wording.scales import is_scale

ALONE = (" (alone)", " (exclusive)", " [alone]", " [exclusive]")


@dataclass
class Draft:
    """A question while its lines are being read."""

    label: str
    section: str
    kind: str = ""
    required: bool = False
    hints: list[str] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    apart: str = ""
    marks: set[Mark] = field(default_factory=set)
    lines: list[int] = field(default_factory=list)
    answer_lines: int = 0
    choice_order: int = 0
    is_asking: bool = True

    def finished(self) -> PastedQuestion:
        hint = " ".join(self.hints)
        said = f"{self.label} {hint}"
        if not self.labels and self.kind in {"", "scale"}:
            self.labels = points_of_scale(said)
        kind = self.kind or guess_kind(self, said)
        apart = [self.apart] if self.apart else []
        choices = [choice_from(label, kind) for label in self.labels]
        choices += [PastedChoice(label, apart=kind == "scale") for label in apart]
        if not KINDS[kind].has_choices:  # a named kind without room for them
            hint, choices = " ".join(filter(None, [hint, *self.labels])), []
        return PastedQuestion(
            label=self.label,
            kind=kind,
            hint=hint,
            choices=tuple(choices),
            rows=tuple(self.rows),
            preset=guess_preset(self.labels, said) if kind == "scale" else "",
            required=self.required,
            section=self.section,
            lines=tuple(dict.fromkeys(self.lines)),
        )


def guess_kind(draft: Draft, said: str) -> str:
    if not draft.labels:
        return guess_open(draft, said)
    if is_yes_no(draft.labels) and not draft.apart:
        return "yes_no"
    if len(draft.labels) == 1 and AGREES.search(draft.labels[0]):
        return "consent"
    ordinary = [label for label in draft.labels if not is_way_out(label)]
    if is_scale(ordinary):
        return "scale"
    if ONE.search(said) or Mark.CIRCLE in draft.marks:
        return "one_choice"
    if SEVERAL.search(said) or (Mark.BOX in draft.marks and len(ordinary) > 2):
        return "several_choices"
    return "one_choice"


def guess_open(draft: Draft, said: str) -> str:
    """The kind of a question without choices: what its words ask for."""
    if draft.answer_lines < 2 and not LONG.search(said):
        for kind, asks in OPEN_KINDS.items():
            if asks.search(draft.label) or asks.search(said):
                return kind
    return guess_text(draft, said)


def guess_preset(labels: Sequence[str], said: str) -> str:
    """ "nps" for 0 to 10 under a question of how likely something is."""
    numbers = [FIRST_NUMBER.match(label) for label in labels]
    is_ten = [int(n[0]) for n in numbers if n] == list(range(11))
    return "nps" if is_ten and len(labels) == 11 and LIKELY.search(said) else ""


def is_yes_no(labels: Sequence[str]) -> bool:
    return tuple(label.strip(" .").casefold() for label in labels) in YES_NO


def guess_text(draft: Draft, said: str) -> str:
    if SEVERAL.search(said) and not draft.answer_lines:
        return "several_choices"
    if draft.answer_lines > 1:
        return "long_text"
    is_long = LONG.search(said) and not SHORT.search(said)
    return "long_text" if is_long else "short_text"


def choice_from(label: str, kind: str) -> PastedChoice:
    """The choice with its marks of use taken from its words."""
    plain, flags = label, KINDS[kind].choice_flags if kind else ()
    for ending in ALONE:
        plain = plain.removesuffix(ending)
    has_blank = without_write_in(plain) != plain.strip() and "_" in plain
    other = is_other(plain) or has_blank
    name = without_write_in(plain) if other else plain
    alone = stands_alone(name) or plain != label
    return PastedChoice(
        name,
        exclusive=alone and not other and "exclusive" in flags,
        other=other,
        apart="apart" in flags and is_way_out(name),
    )
