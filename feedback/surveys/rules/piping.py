"""Earlier answers inside texts: {{question}}, or {{question|words where there is none}}.

{{question:line}} is the answer to one line of a question that has several.
The same names stand in every language; what is read is in the language shown.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.formats import date_format, number_format
from django.utils.translation import pgettext

from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import choice_label
from feedback.surveys.rules.answers import LINE, is_answered, named
from feedback.surveys.rules.programs import Program, Walk
from studies.wording.placeholders import ANSWER

# Read where nothing is known and no words were given for that.
NOTHING = "…"


@dataclass(frozen=True)
class Pipe:
    """One place in a text: which answer stands there, and what else."""

    name: str
    instead: str = ""

    @property
    def key(self) -> str:
        """The question or value, whichever of its lines it is."""
        return self.name.partition(LINE)[0]


def pipes(text: str) -> list[Pipe]:
    return [_pipe(found) for found in ANSWER.finditer(text)]


def piped_names(text: str) -> set[str]:
    """The keys of the questions and values that the text shows."""
    return {pipe.key for pipe in pipes(text)} if "{{" in text else set()


def filled(text: str, say: Callable[[Pipe], str]) -> str:
    """The text with words in each such place; what comes of an answer is not read again."""
    return ANSWER.sub(lambda found: say(_pipe(found)), text) if "{{" in text else text


def unasked(text: str) -> str:
    """The text for somebody who reads it apart from any answers, as on paper."""
    return filled(text, lambda pipe: pipe.instead or NOTHING)


def unasked_texts(texts: Mapping[str, str]) -> dict[str, str]:
    """All texts of one language so, by name."""
    return {name: unasked(text) for name, text in texts.items()}


def _pipe(found) -> Pipe:
    return Pipe(found["name"], (found["instead"] or "").strip())


class Speaker:
    """Says answers as words inside a sentence, in one language's texts."""

    def __init__(self, program: Program, walk: Walk, texts: Mapping[str, str]):
        self._program, self._walk, self._texts = program, walk, texts
        self._questions = {q["key"]: q for q in walk.shown}

    def __call__(self, pipe: Pipe) -> str:
        return self._words(pipe.name) or pipe.instead or NOTHING

    def _words(self, name: str) -> str:
        if name in self._program.values:
            return amount_words(self._program.amount(name, self._walk.counted))
        answer = named(self._walk.counted, name)
        if not is_answered(answer):
            return ""
        key, _colon, line = name.partition(LINE)
        question = self._questions[key]
        if line:
            return choice_label(question, answer["code"], self._texts)
        return listed(KINDS[question["kind"]].in_words(question, answer, self._texts))


def listed(parts: list[str]) -> str:
    """ "a", "a and b", "a, b, and c", in the active language."""
    if len(parts) < 2:
        return "".join(parts)
    if len(parts) == 2:
        return pgettext("between the two parts of a list", " and ").join(parts)
    between = pgettext("between the parts of a list", ", ")
    before_last = pgettext("before the last part of a list", ", and ")
    return before_last.join([between.join(parts[:-1]), parts[-1]])


def amount_words(amount: Decimal | date | None) -> str:
    """A calculated value as its reader writes it; money and shares to two places."""
    if amount is None:
        return ""
    if isinstance(amount, date):
        return date_format(amount, "DATE_FORMAT")
    is_whole = amount == amount.to_integral_value()
    return number_format(round(amount, 0 if is_whole else 2), use_l10n=True)
