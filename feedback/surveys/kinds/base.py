from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# What is stored of one answer. {} where the question was shown and not answered.
# {"code": "_declined" | "_not_applicable"} at a question of any kind; else one of
# {"code", "text"?} | {"codes", "text"?} | {"text"} | {"value"} | {"rows": {row: code}}.
Answer = dict[str, Any]
# One question of a compiled version, see SurveyVersion.
Compiled = Mapping[str, Any]
Texts = Mapping[str, str]
Settings = Mapping[str, Any]

# Text beyond this is refused with a sentence and shown again, never cut in silence.
SHORT_TEXT_LIMIT = 500
LONG_TEXT_LIMIT = 5000

# Four ways of not saying, different everywhere: in answers, counts, pages and files.
# No choice can have these codes, because theirs never begin with "_".
NOT_SHOWN = "_not_shown"
NO_ANSWER = "_no_answer"
DECLINED = "_declined"
NOT_APPLICABLE = "_not_applicable"

# Ways out that a question may offer beside its own answers, by the setting that does.
WAYS_OUT = {"may_decline": DECLINED, "may_not_apply": NOT_APPLICABLE}
WAY_LABELS = {
    DECLINED: gettext_lazy("I would rather not say"),
    NOT_APPLICABLE: gettext_lazy("Does not apply"),
}


class AnswerFault(Exception):
    """The answer can't be taken as it is; `message` says why and what to do.

    A question may have a sentence of its own for what does not fit (`is_misfit`); what
    is missing or too long, and what no form of ours sends, is said in our words.
    """

    is_misfit = False

    def __init__(self, message: str, *, code: str):
        super().__init__(message)
        self.message = message
        self.code = code


class Misfit(AnswerFault):
    """Something was answered, but not what the question asks for."""

    is_misfit = True


@dataclass(frozen=True)
class Column:
    """One column of the column plan: its header, and how a cell is read."""

    name: str
    label: str


@dataclass(frozen=True)
class Filled:
    """A person's own part of a drawn question: what is ticked, and what is typed."""

    checked: frozenset[str] = frozenset()
    typed: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Printed:
    """How a question stands on paper. Codes stand beside what is ticked, to key it in.

    `shape` is "choices", "several", "grid", "line", "lines", "boxes" or "words".
    """

    shape: str
    choices: tuple[tuple[str, str], ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    lines: int = 0
    boxes: tuple[tuple[str, int], ...] = ()  # what each group of boxes is for, how many


@dataclass(frozen=True)
class XlsType:
    """A question as a row of an XLSForm survey sheet."""

    type: str
    appearance: str = ""
    constraint: str = ""


@dataclass(frozen=True)
class Figure:
    """A number that sums a question up, such as a mean; `n` people it is made from."""

    name: str
    label: str
    value: str
    n: int


class Kind(ABC):
    """Everything about one kind of question; `code` is what rows and versions hold.

    A new kind is one module with one class, listed in the registry, and one test file.
    """

    code: str
    label: str
    about: str
    template: str  # in templates/answering/kinds/
    seconds: int  # to think and to answer
    has_choices = False
    has_rows = False
    has_fixed_choices = False  # always those that come with the kind
    has_written_words = False  # "something else" with a line beside it
    is_scale = False  # its choices are points in an order that says something
    takes_several = False
    is_text = False  # own words: masked, and read one by one
    is_contact = False  # where to reach somebody
    is_numeric = False
    is_asked = True  # something can be answered
    is_on_page = True
    checks_answers = True  # something written may not fit
    offers_ways_out = True
    says_in_our_words = False  # an answer is read in words of ours, such as a month
    choice_flags: tuple[str, ...] = ()
    least_choices = 2
    most_choices = 0  # 0: any number

    # How it is edited.

    def setting_fields(self) -> dict[str, forms.Field]:
        """Fields of a designer's form, by the names of the settings; none by default."""
        return {}

    def checked_settings(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        """What is kept of the cleaned fields; ValidationError where they don't fit."""
        return {name: value for name, value in cleaned.items() if value}

    def ready_choices(self, settings: Settings) -> Sequence[tuple[str, str]]:
        """(code, label) of choices that come with the kind, in the active language."""
        return ()

    # How an answer is taken.

    def read(self, question: Compiled, post: QueryDict) -> Answer:
        """The answer in a POST, or AnswerFault; fields are named by question key."""
        ways = self.ways_taken(question, post)
        answer = self.taken(question, post)
        if len(ways) > 1 or (ways and answer):
            raise AnswerFault(_both(ways), code="both")
        if ways:
            return {"code": ways[0]}
        if not answer and question["required"]:
            raise AnswerFault(self.asking_again(), code="required")
        return answer

    @abstractmethod
    def taken(self, question: Compiled, post: QueryDict) -> Answer:
        """What was answered, ways out and "must be answered" apart."""

    def is_complete(self, question: Compiled, answer: Answer | None) -> bool:
        """Whether nothing more is asked for where it must be answered."""
        return bool(answer)

    def ways_taken(self, question: Compiled, post: QueryDict) -> list[str]:
        sent = post.getlist(f"{question['key']}-none")
        return [code for code in ways_out(question) if code in sent]

    def asking_again(self) -> str:
        return _("Write an answer to go on.")

    # How it is drawn.

    def drawing(
        self, question: Compiled, texts: Texts, slot: Callable[[str], str]
    ) -> dict[str, Any]:
        """What the template needs beside the question's words; slots by name."""
        return {"typed": slot("typed")}

    def filled(
        self, question: Compiled, answer: Answer, post: QueryDict | None
    ) -> Filled:
        """What goes into the slots: what was sent with a fault, else the answer."""
        if post is not None:
            ways = frozenset(self.ways_taken(question, post))
            return Filled(ways, {"typed": post.get(question["key"], "")})
        ways = frozenset([answer["code"]] if way_out(answer) else [])
        return Filled(ways, {"typed": self.as_typed(answer)})

    def as_typed(self, answer: Answer) -> str:
        return str(answer.get("value", ""))

    def first_field(self, question: Compiled) -> str:
        """The id that a list of faults leads to."""
        return question["key"]

    def printed(self, question: Compiled, texts: Texts) -> Printed:
        return Printed("line", self.printed_ways(question), lines=1)

    def printed_ways(self, question: Compiled) -> tuple[tuple[str, str], ...]:
        return tuple((code, str(WAY_LABELS[code])) for code in ways_out(question))

    # How it is counted, exported and read again.

    def tally(self, question: Compiled, answer: Answer) -> list[str]:
        """The codes that this answer counts for; [] where there is nothing to count."""
        return [answer["code"]] if way_out(answer) else self.counted(question, answer)

    def counted(self, question: Compiled, answer: Answer) -> list[str]:
        return ["_value"] if answer.get("value") else []

    def figures(self, counts: Mapping[str, int], settings: Settings) -> list[Figure]:
        """Numbers that sum the counts of one question up."""
        return []

    def bins(self, counts: Mapping[str, int]) -> list[tuple[str, int]]:
        """(label, people) where bars stand for more than choices."""
        return []

    def columns(self, question: Compiled, texts: Texts) -> list[Column]:
        """The export columns, the same for every response of every version."""
        return [Column(question["key"], texts.get(question["key"], ""))]

    def cells(self, question: Compiled, answer: Answer | None) -> list[str]:
        """One value per column; None for the answer means that it was not shown."""
        return [str((answer or {}).get("value", "")) or missing(answer)]

    def meanings(self, asked: Any, column: str) -> list[tuple[str, str]]:
        """(value, meaning) of what a column of this question can hold."""
        return [("", self.value_meaning()), *self.missing_meanings(asked)]

    def value_meaning(self) -> str:
        return _("What the person answered")

    def missing_meanings(self, asked: Any) -> list[tuple[str, str]]:
        ways = [(code, str(WAY_LABELS[code])) for code in ways_out_of(asked.settings)]
        return [
            *ways,
            (NO_ANSWER, _("The question was shown and not answered")),
            (NOT_SHOWN, _("The question was not shown to this person")),
        ]

    def in_words(self, question: Compiled, answer: Answer, texts: Texts) -> list[str]:
        """The answer as the person would read it again, a line per part."""
        way = way_out(answer)
        return [str(WAY_LABELS[way])] if way else self.said(question, answer, texts)

    def said(self, question: Compiled, answer: Answer, texts: Texts) -> list[str]:
        return [str(answer["value"])] if answer.get("value") else []

    # What it is elsewhere.

    @abstractmethod
    def xls_type(self, question: Compiled) -> XlsType:
        """What an XLSForm calls it."""

    def reads_xls(self, type: str, appearance: str) -> int:
        """How exactly a row of an XLSForm is this kind; 0 where it is not."""
        return 0


def ways_out_of(settings: Settings) -> list[str]:
    return [code for name, code in WAYS_OUT.items() if settings.get(name)]


def ways_out(question: Compiled) -> list[str]:
    """The codes of the ways out that a question offers, in the order of the page."""
    return ways_out_of(question["settings"])


def way_out(answer: Answer | None) -> str:
    """The way out that was taken, or ""."""
    code = (answer or {}).get("code", "")
    return code if code in WAY_LABELS else ""


def missing(answer: Answer | None) -> str:
    """The code of an answer that says nothing: not shown, left out, or not given."""
    return NOT_SHOWN if answer is None else way_out(answer) or NO_ANSWER


def choice_label(question: Compiled, code: str, texts: Texts) -> str:
    return texts.get(f"{question['key']}:{code}", code)


def _both(ways: list[str]) -> str:
    if len(ways) > 1:
        first, second = (WAY_LABELS[way] for way in ways)
        text = _("You chose “%(first)s” and “%(second)s”. Keep one of the two.")
        return text % {"first": first, "second": second}
    label = WAY_LABELS[ways[0]]
    return _("You answered and also chose “%(choice)s”. Keep one of the two.") % {
        "choice": label
    }
