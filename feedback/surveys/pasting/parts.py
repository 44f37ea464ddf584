"""What comes out of a pasted document. Line numbers start at 1."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from studies.wording.findings import Finding

LARGEST = 1_000_000
LONGEST_CHOICE = 400
LONGEST_LINE = 2_000


class PasteTooLarge(ValueError):
    """The text is too large to read in one go; nothing was read."""

    def __init__(self):
        super().__init__(
            gettext_lazy(
                "This text is larger than 1 million characters, so nothing was read. "
                "Paste only the questions, or paste them in parts."
            )
        )


@dataclass(frozen=True)
class PastedChoice:
    """`exclusive` stands alone, `other` asks for words, `apart` is off the scale."""

    label: str
    exclusive: bool = False
    other: bool = False
    apart: bool = False


@dataclass(frozen=True)
class PastedQuestion:
    """A question with its guessed kind and the lines that it came from."""

    label: str
    kind: str
    hint: str = ""
    choices: tuple[PastedChoice, ...] = ()
    rows: tuple[str, ...] = ()
    preset: str = ""  # of a scale that comes ready
    required: bool = False
    section: str = ""
    lines: tuple[int, ...] = ()


@dataclass(frozen=True)
class Heading:
    title: str
    line: int


class LeftoverCode(StrEnum):
    BEFORE = "before"
    AFTER = "after"
    CHOICE_TOO_LONG = "choice_too_long"
    LINE_TOO_LONG = "line_too_long"


LEFTOVER_REASONS = {
    LeftoverCode.BEFORE: gettext_lazy("This stands before the first question."),
    LeftoverCode.AFTER: gettext_lazy(
        "This does not look like a question, a hint or a choice."
    ),
    LeftoverCode.CHOICE_TOO_LONG: gettext_lazy(
        "This is too long for a choice, which may have 400 characters."
    ),
    LeftoverCode.LINE_TOO_LONG: gettext_lazy(
        "This line is too long for a question: it has more than 2,000 characters."
    ),
}


@dataclass(frozen=True)
class Leftover:
    """A line that found no place in any question."""

    line: int
    text: str
    code: LeftoverCode

    @property
    def reason(self) -> str:
        return str(LEFTOVER_REASONS[self.code])


class FaultCode(StrEnum):
    """Faults of a pasted question beyond those of the plain-language checks."""

    FEW_CHOICES = "few_choices"
    SAME_CHOICE = "same_choice"
    WORDING = "wording"


@dataclass(frozen=True)
class Fault:
    """Something to mend in the question at index `question`.

    `choice` is the index of the choice at fault, where it is one; `finding` is set for
    WORDING and marks words in the label.
    """

    question: int
    code: FaultCode
    choice: int | None = None
    finding: Finding | None = None
    can_mend: bool = True

    @property
    def reason(self) -> str:
        if self.code == FaultCode.FEW_CHOICES:
            return _("A question with choices needs at least two.")
        if self.code == FaultCode.SAME_CHOICE:
            return _("This choice is in the list twice.")
        return self.finding.reason


@dataclass(frozen=True)
class Pasted:
    """Each line that is not blank is in a question, a heading or the leftovers."""

    questions: tuple[PastedQuestion, ...] = ()
    headings: tuple[Heading, ...] = ()
    leftovers: tuple[Leftover, ...] = ()
    faults: tuple[Fault, ...] = ()
    language: str = "en"
