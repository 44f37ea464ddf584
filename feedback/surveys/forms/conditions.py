"""The menus of a rule, without a script: each press of a button draws them anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Any

from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.models import Question
from feedback.surveys.rules import building, masks, trees
from feedback.surveys.rules.answers import LINE
from feedback.surveys.rules.building import VALUE, Built, Row

MOST_ROWS = 20
JOINS = {
    "all": gettext_lazy("all of these hold"),
    "any": gettext_lazy("any of these holds"),
    "some": gettext_lazy("at least so many of these hold:"),
}


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    is_on: bool = False


@dataclass(frozen=True)
class ShownRow:
    """One condition as the page shows it; `fault` says what is missing in it."""

    number: int
    subjects: list[Option]
    compares: list[Option]
    choices: list[Option]
    others: list[Option]
    kind: str
    text: str
    needs_value: bool
    fault: str

    @property
    def name(self) -> str:
        return f"c{self.number}"


class ConditionMenus:
    """What was sent, else what is saved, as menus over the questions that are known."""

    def __init__(
        self,
        known: Sequence[Question],
        values: Sequence[str],
        saved: Built | None,
        post: Mapping[str, Any] | None = None,
    ):
        self.known = {question.key: question for question in known}
        self.values = list(values)
        self.is_sent = post is not None
        self.built = self._sent(post) if post is not None else saved or Built("all", ())
        if not self.built.rows:
            self.built = replace(self.built, rows=(Row(""),))

    # What each question is compared by.

    def question(self, subject: str) -> Question | None:
        """The question of a subject, whichever of its lines that is."""
        return self.known.get(subject.partition(LINE)[0])

    @cached_property
    def subjects(self) -> dict[str, str]:
        """All that a condition can be about, with what menus call it."""
        found = {}
        for key, question in self.known.items():
            found[key] = self._label(key)
            for row in question.drafted_rows:
                found[f"{key}{LINE}{row.code}"] = self._line_label(question, row.label)
        return found | {VALUE + name: self._label(VALUE + name) for name in self.values}

    def kind(self, subject: str) -> str:
        """ "choice", "text", "number", "date", or "state" where only that is asked."""
        question = self.question(subject)
        if question is None:
            return "number" if subject.startswith(VALUE) else ""
        if question.drafted_rows and LINE not in subject:
            return "state"
        if question.drafted_choices:
            return "choice"
        return question.kind if question.kind in ("number", "date") else "text"

    @cached_property
    def kinds(self) -> dict[str, str]:
        return {subject: self.kind(subject) for subject in self.subjects}

    def compares(self, subject: str) -> dict[str, Any]:
        kind = self.kind(subject)
        found = {
            "choice": building.CHOSEN,
            "text": building.WRITTEN,
            "number": building.COUNTED,
            "date": building.DATED,
        }.get(kind, {})
        if subject.startswith(VALUE) or not kind:
            return found
        if LINE in subject:
            return found | building.STATED
        question = self.known[subject]
        may_decline = question.settings.get("may_decline")
        declined = building.DECLINED if may_decline else {}
        return found | building.STATED | declined

    # Reading what was sent.

    def _sent(self, post) -> Built:
        rows = [self._row(post, n) for n in range(self._number(post.get("rows"), 1))]
        dropped = post.get("drop", "")
        if dropped.isdecimal() and int(dropped) < len(rows):
            del rows[int(dropped)]
        if "more" in post and len(rows) < MOST_ROWS:
            rows.append(Row(""))
        join = post.get("join", "all")
        return Built(
            join if join in JOINS else "all",
            tuple(rows),
            self._number(post.get("count"), 2),
        )

    def _number(self, text: Any, otherwise: int) -> int:
        is_number = isinstance(text, str) and text.isdecimal() and len(text) < 4
        return min(max(int(text), 1), MOST_ROWS) if is_number else otherwise

    def _row(self, post, number: int) -> Row:
        name = f"c{number}"
        subject = post.get(f"{name}-subject", "")
        if subject not in self.subjects:
            return Row("")
        allowed = self.compares(subject)
        compare = post.get(f"{name}-compare", "")
        question = self.question(subject)
        codes = {c.code for c in getattr(question, "drafted_choices", [])}
        other = post.get(f"{name}-other", "")
        return Row(
            subject,
            compare if compare in allowed else next(iter(allowed), ""),
            codes=tuple(c for c in post.getlist(f"{name}-code") if c in codes),
            text=post.get(f"{name}-text", "").strip()[:400],
            other=other if other in self._others(subject) else "",
        )

    # What is wrong, and what is made of it.

    def fault(self, row: Row) -> str:
        if not row.subject:
            return _("Choose a question.")
        if row.compare in (*building.STATED, *building.DECLINED):
            return ""
        kind = self.kind(row.subject)
        if kind == "choice":
            return "" if row.codes else _("Tick at least one choice.")
        if row.other:
            return ""
        if kind == "number" and not _is_number(row.text):
            return _("Write a number, such as 3 or 2.5.")
        if kind == "date" and not _is_date(row.text):
            return _("Choose a day.")
        if row.compare in trees.MASKED:
            return _mask_fault(row.text)
        return "" if row.text else _("Write the words to look for.")

    @property
    def is_complete(self) -> bool:
        return not any(self.fault(row) for row in self.built.rows)

    @property
    def is_empty(self) -> bool:
        return not any(row.subject for row in self.built.rows)

    def tree(self) -> dict[str, Any] | None:
        """The rule in menus as it stands; those rows that are not complete left out."""
        rows = tuple(row for row in self.built.rows if not self.fault(row))
        return building.to_tree(replace(self.built, rows=rows), self.kinds)

    # What the page shows.

    @property
    def joins(self) -> list[Option]:
        here = self.built.join
        return [Option(join, str(label), join == here) for join, label in JOINS.items()]

    def rows(self, *, with_faults: bool) -> list[ShownRow]:
        return [
            self._shown(number, row, with_faults)
            for number, row in enumerate(self.built.rows)
        ]

    def _shown(self, number: int, row: Row, with_faults: bool) -> ShownRow:
        kind = self.kind(row.subject)
        choices = getattr(self.question(row.subject), "drafted_choices", [])
        return ShownRow(
            number=number,
            subjects=[
                Option(subject, label, subject == row.subject)
                for subject, label in self.subjects.items()
            ],
            compares=[
                Option(op, str(label), op == row.compare)
                for op, label in self.compares(row.subject).items()
            ],
            choices=[Option(c.code, c.label, c.code in row.codes) for c in choices],
            others=[
                Option(key, self._label(key), key == row.other)
                for key in self._others(row.subject)
            ],
            kind=kind,
            text=row.text,
            needs_value=row.compare not in (*building.STATED, *building.DECLINED),
            fault=self.fault(row) if with_faults else "",
        )

    def _others(self, subject: str) -> list[str]:
        kind = self.kind(subject)
        if kind not in ("number", "date"):
            return []
        return [key for key in self.known if self.kind(key) == kind and key != subject]

    def _label(self, subject: str) -> str:
        question = self.known.get(subject)
        if question is None:
            return "{{" + subject.removeprefix(VALUE) + "}}"
        return f"{question.place}. {Truncator(question.label).chars(70)}"

    def _line_label(self, question: Question, line: str) -> str:
        """The line's own words first: a closed menu cuts the end off."""
        asked = Truncator(question.label).chars(40)
        return f"{question.place}. {Truncator(line).chars(40)} — {asked}"


def _mask_fault(text: str) -> str:
    count = len(masks.signs(text))
    if not count:
        return _("Write how the answer looks, such as AA-999999.")
    if count <= masks.MOST_SIGNS:
        return ""
    words = {"count": count, "most": masks.MOST_SIGNS}
    said = _("This has %(count)d characters. Use %(most)d or fewer.")
    return said % words


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite() and abs(Decimal(text)) < 10**12
    except InvalidOperation:
        return False


def _is_date(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False
