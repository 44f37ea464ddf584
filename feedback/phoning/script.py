"""What an interviewer reads aloud, and what is for their eyes alone."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from feedback.answering import error_list
from feedback.answering.editions import Edition
from feedback.safety import worries
from feedback.surveys.kinds import KINDS, Answer, AnswerFault
from feedback.surveys.kinds.base import Compiled, Filled, Printed
from feedback.surveys.kinds.ordering import choice_order
from feedback.surveys.rules import Walk, program

# One key of the keyboard for each of the first choices.
KEYS = "123456789"


@dataclass(frozen=True)
class Option:
    """A choice, the name of its field, and the key that picks it."""

    name: str
    value: str
    label: str
    kind: str  # "radio" or "checkbox"
    is_checked: bool
    key: str = ""
    words: str = ""  # the field for words that belong to it
    is_aloud: bool = True


@dataclass(frozen=True)
class Field:
    """Something to type, such as the year of a date."""

    name: str
    label: str
    value: str
    is_long: bool = False


@dataclass(frozen=True)
class Line:
    """One line of a table with its own choices."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Page:
    """One question as it is asked on the phone."""

    question: Compiled
    label: str
    hint: str
    section: tuple[str, str]
    options: tuple[Option, ...]
    unread: tuple[Option, ...]  # picked when somebody says so, never offered
    lines: tuple[Line, ...]
    fields: tuple[Field, ...]
    words: str  # what stands beside "something else"
    how: str
    fault: str

    @property
    def takes_words(self) -> bool:
        return any(option.words for option in self.options)


class Asking:
    """One version in the person's language, with what they answered so far."""

    def __init__(self, edition: Edition, language: str, seed: str):
        self.document, self.seed = edition.document, seed
        self.pages = edition.pages(language)
        on_page = [q for q in self.document["questions"] if _is_on_page(q)]
        self.places = {q["key"]: place for place, q in enumerate(on_page, start=1)}
        self.questions = on_page

    def walk(self, answers: Mapping[str, Answer]) -> Walk:
        return program(self.document).walk(answers)

    def shown(self, answers: Mapping[str, Answer]) -> list[int]:
        """The numbers of the questions that are asked as the answers stand."""
        return [
            self.places[question["key"]]
            for question in self.walk(answers).shown
            if question["key"] in self.places
        ]

    def open_place(self, answers: Mapping[str, Answer]) -> int | None:
        """The number of the first question that was not come to yet."""
        open_ones = (
            number
            for number in self.shown(answers)
            if self.questions[number - 1]["key"] not in answers
        )
        return next(open_ones, None)

    def help_box(self, answers: Mapping[str, Answer], keys: Collection[str]) -> str:
        """Where to get help at once, where words at these questions ask for it."""
        asked = [q for q in self.questions if q["key"] in keys]
        found = worries.keys_of(asked, answers)
        return mark_safe(self.pages.part("may_need_help")) if found else ""

    def thanks(self, answers: Mapping[str, Answer]) -> str:
        """The last words, or those of the rule that ended it early."""
        walk = self.walk(answers)
        texts = self.pages.told(walk).texts
        return texts.get(f"rule/{walk.ending}") or texts.get("thanks", "")

    def page(
        self,
        number: int,
        answers: Mapping[str, Answer],
        *,
        typed: QueryDict | None = None,
        fault: AnswerFault | None = None,
    ) -> Page:
        question = self.questions[number - 1]
        key, kind = question["key"], KINDS[question["kind"]]
        texts = self.pages.told(self.walk(answers)).texts
        printed = kind.printed(question, texts)
        filled = kind.filled(question, answers.get(key, {}), typed)
        drawing = _Drawing(question, printed, filled, self.seed)
        return Page(
            question=question,
            label=texts.get(key, ""),
            hint=texts.get(f"{key}:hint", ""),
            section=self._section(question, answers, texts),
            options=tuple(drawing.options(is_aloud=True)),
            unread=tuple(drawing.options(is_aloud=False)),
            lines=tuple(drawing.lines()),
            fields=tuple(drawing.fields()),
            words=filled.typed.get("text", ""),
            how=how(question, printed),
            fault=error_list.message(key, fault, texts) if fault else "",
        )

    def _section(self, question, answers, texts) -> tuple[str, str]:
        """Its title and words, above the first question of a section."""
        section = question["section"]
        inside = [q for q in self.walk(answers).shown if q["section"] == section]
        if section is None or not inside or inside[0]["key"] != question["key"]:
            return ("", "")
        name = f"section/{section}"
        return texts.get(name, ""), texts.get(f"{name}:text", "")


class _Drawing:
    """The parts of one question as a form sends them; names are those of a screen's."""

    def __init__(self, question: Compiled, printed: Printed, filled: Filled, seed: str):
        self.question, self.printed, self.filled = question, printed, filled
        self.key, self.seed = question["key"], seed
        self.marks = {choice["code"]: choice for choice in question["choices"]}

    def options(self, *, is_aloud: bool) -> Iterator[Option]:
        keys = iter(KEYS)
        for code, label in self._in_order():
            key = next(keys, "")
            if self._is_aloud(code) == is_aloud:
                yield self._option(code, label, key)

    def _in_order(self) -> list[tuple[str, str]]:
        choices = dict(self.printed.choices)
        if self.printed.shape not in ("choices", "several"):
            ways = [code for code in choices if code.startswith("_")]
            return [(code, choices[code]) for code in ways]
        if self.question["settings"].get("shuffle"):
            drawn = choice_order(self.question, self.seed)
            order = [*drawn, *(code for code in choices if code not in drawn)]
            return [(code, choices[code]) for code in order]
        return list(choices.items())

    def _is_aloud(self, code: str) -> bool:
        return not (code.startswith("_") or self.marks.get(code, {}).get("apart"))

    def _option(self, code: str, label: str, key: str) -> Option:
        is_apart = self.printed.shape not in ("choices", "several")
        is_several = self.printed.shape == "several"
        has_words = self.marks.get(code, {}).get("other", False)
        return Option(
            name=f"{self.key}-none" if is_apart else self.key,
            value=code,
            label=label,
            kind="checkbox" if is_several or is_apart else "radio",
            is_checked=code in self.filled.checked,
            key=key,
            words=f"{self.key}-text" if has_words else "",
        )

    def lines(self) -> Iterator[Line]:
        points = [pair for pair in self.printed.choices if pair[0] in self.marks]
        for row, label in self.printed.rows:
            options = (
                Option(
                    name=f"{self.key}-{row}",
                    value=code,
                    label=words,
                    kind="radio",
                    is_checked=f"{row}:{code}" in self.filled.checked,
                )
                for code, words in points
            )
            yield Line(label, tuple(options))

    def fields(self) -> Iterator[Field]:
        if self.question["kind"] == "date":
            order = KINDS["date"].order()
            named = zip(order, self.printed.boxes, strict=True)
            for part, (label, _number) in named:
                typed = self.filled.typed.get(part, "")
                yield Field(f"{self.key}-{part}", label, typed)
        elif self.printed.shape in ("line", "lines", "boxes"):
            typed = self.filled.typed.get("typed", "")
            is_long = self.printed.shape == "lines"
            yield Field(self.key, "", typed, is_long)


def how(question: Compiled, printed: Printed) -> str:
    """What the interviewer does, in their own language."""
    kind = KINDS[question["kind"]]
    if printed.shape == "words":
        return ""
    if kind.code == "consent":
        return _("Read the words as they stand. Tick the box only after a yes.")
    if kind.is_scale and printed.shape == "choices":
        points = [
            label
            for code, label in printed.choices
            if not code.startswith("_")
            and not next(
                (c["apart"] for c in question["choices"] if c["code"] == code), False
            )
        ]
        said = {"first": points[0], "last": points[-1], "number": len(points)}
        return (
            _(
                "It has %(number)d steps, from “%(first)s” to “%(last)s”. Say both ends, "
                "then read all steps."
            )
            % said
        )
    return {
        "choices": _("Read all choices before the person picks one."),
        "several": _("Read one choice after the other. Tick each that gets a yes."),
        "grid": _("Read the choices once, then each line. Say them again when asked."),
        "lines": _("Write what the person says, in their words, without names."),
        "line": _("Write what the person says, and read it back."),
        "boxes": _("Write the digits, and read them back."),
    }[printed.shape]


def _is_on_page(question: Mapping[str, Any]) -> bool:
    return KINDS[question["kind"]].is_on_page
