"""What a survey's rules tell apart in each question's answers, gathered beforehand.

Answers that no rule tells apart are one case. So a question that five rules ask about
has a handful of cases, however many choices or numbers it takes.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from feedback.surveys.rules import trees
from feedback.surveys.rules.answers import LINE, amount, plain
from feedback.surveys.rules.evaluating import COMPARED, reading

Compiled = Mapping[str, Any]

# Day numbers stand for dates; a form takes none before or after these.
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True)
class Side:
    """One side of a comparison that can be decided: what it is, and of what."""

    what: str  # "known", "choice", "ordered", "picked", "count"
    question: str = ""
    amount: Decimal | date | None = None
    of: tuple[trees.Node, ...] = ()


def form(question: Compiled) -> str:
    """How its answers are told apart."""
    kind = question["kind"]
    if kind == "statement":
        return "nothing"
    if kind in ("number", "date"):
        return "ordered"
    if kind == "matrix":
        return "lines"
    if question["choices"]:
        return "several" if kind == "several_choices" else "choice"
    return "text"


def lines_of(question: Compiled) -> dict[str, Compiled]:
    """Each line of a question with several, as a question of its own by its name."""
    if form(question) != "lines":
        return {}
    found = {}
    for row in question["rows"]:
        name = f"{question['key']}{LINE}{row['code']}"
        found[name] = {**question, "key": name, "kind": "one_choice", "rows": []}
    return found


def as_number(value: Decimal | date) -> Decimal:
    return Decimal(value.toordinal()) if isinstance(value, date) else value


class Mentions:
    """All that the trees of one document say about answers."""

    def __init__(
        self,
        questions: Mapping[str, Compiled],
        nodes: Iterable[trees.Node],
        values: Mapping[str, trees.Node],
    ):
        self.questions, self.values = dict(questions), values
        for question in questions.values():
            self.questions |= lines_of(question)
        self.codes: dict[str, set[frozenset[str]]] = defaultdict(set)
        self.texts: dict[str, set[str]] = defaultdict(set)
        self._thresholds: dict[str, set[Decimal]] = defaultdict(set)
        self._joined: dict[str, str] = {}
        for node in [*nodes, *values.values()]:
            for part in trees.all_nodes(node):
                self._note(part)

    def subject(self, node: trees.Node) -> str:
        """The name of what a node asks about; a line that is gone is never answered."""
        line = trees.line_of(node)
        question = self.questions.get(node.question)
        if not line or question is None or form(question) != "lines":
            return node.question
        return f"{node.question}{LINE}{line}"

    def _note(self, node: trees.Node) -> None:
        if isinstance(node, trees.Picks):
            self.codes[self.subject(node)].add(frozenset(node.choices))
        elif isinstance(node, trees.Words) and node.op not in trees.MASKED:
            self.texts[node.question].add(plain(node.text))
        elif isinstance(node, trees.Compare):
            self._note_sides(node.op, self.side(node.left), self.side(node.right))

    def _note_sides(self, op: str, left: Side | None, right: Side | None) -> None:
        if left is None or right is None:
            return
        for side in (left, right):
            if side.what == "picked":
                self._single_codes(side.question)
        if left.what == right.what == "choice":
            self._single_codes(left.question)
            self._single_codes(right.question)
        elif {left.what, right.what} == {"choice", "ordered"}:
            one, other = (left, right) if left.what == "choice" else (right, left)
            self._single_codes(one.question)
            for choice in self.questions[one.question]["choices"]:
                if isinstance(own := amount(choice["code"]), Decimal):
                    self._thresholds[other.question].add(own)
        elif left.what == right.what == "ordered":
            self._joined[self.group(left.question)] = self.group(right.question)
        elif left.what == "known" or right.what == "known":
            side, known = (right, left) if left.what == "known" else (left, right)
            if known.amount is None:
                return
            if side.what == "choice":
                self.codes[side.question].add(
                    self.meeting(side.question, op, known.amount, known is left)
                )
            elif side.what == "ordered":
                self._thresholds[side.question].add(as_number(known.amount))

    def _single_codes(self, key: str) -> None:
        for choice in self.questions[key]["choices"]:
            self.codes[key].add(frozenset([choice["code"]]))

    def meeting(self, key: str, op: str, known: Any, is_left: bool) -> frozenset[str]:
        """The codes that compare so as numbers."""
        found = set()
        for choice in self.questions[key]["choices"]:
            own = amount(choice["code"])
            sides = (known, own) if is_left else (own, known)
            if type(own) is type(known) and COMPARED[op](*sides):
                found.add(choice["code"])
        return frozenset(found)

    def group(self, key: str) -> str:
        """One name for all questions that are compared with each other."""
        while key in self._joined and self._joined[key] != key:
            key = self._joined[key]
        return key

    @cached_property
    def lines(self) -> dict[str, list[Decimal]]:
        """Group → all amounts that its questions are told apart by, bounds included."""
        found: dict[str, set[Decimal]] = defaultdict(set)
        for key, question in self.questions.items():
            if form(question) == "ordered":
                known = self._thresholds.get(key, set())
                ends = {end for end in bounds(question) if end is not None}
                found[self.group(key)] |= known | ends
        return {group: sorted(line) for group, line in found.items()}

    def side(self, node: trees.Node) -> Side | None:
        """The side where it can be decided; None for arithmetic and the like."""
        node = self.resolved(node)
        match node:
            case trees.Calculated():
                return Side("known")  # in a circle, or gone: never anything
            case trees.Count():
                return Side("count", of=node.of)
            case trees.AnswerTo():
                name = self.subject(node)
                question = self.questions.get(name)
                if question is None:
                    return Side("known")  # never anything
                found = form(question)
                if node.op == "picked":
                    return Side("picked", name)
                if found in ("choice", "ordered"):
                    return Side(found, name)
                may_read = found == "text" and not _is_words(question)
                return None if may_read else Side("known")
        if not trees.asked_questions(node) and not trees.used_values(node):
            return Side("known", amount=reading(node)({}))
        return None

    def resolved(self, node: trees.Node) -> trees.Node:
        """What a calculated value stands for, where that is known."""
        while isinstance(node, trees.Calculated) and node.name in self.values:
            node = self.values[node.name]
        return node


def _is_words(question: Compiled) -> bool:
    """Whether its answers never read as a number or date."""
    return question["kind"] in ("short_text", "long_text", "email")


def bounds(question: Compiled) -> tuple[Decimal | None, Decimal | None]:
    """The smallest and the largest answer that its form takes."""
    settings = question["settings"]
    if question["kind"] == "date":
        first = amount(settings.get("earliest")) or FIRST_DAY
        last = amount(settings.get("latest")) or LAST_DAY
        return as_number(first), as_number(last)
    return amount(settings.get("least")), amount(settings.get("most"))


def is_whole(question: Compiled) -> bool:
    return question["kind"] == "date" or not question["settings"].get("decimals")
