"""A whole survey as clauses: what shows, and what each condition says where it stands.

Every solution is a way through the survey. What can't be decided is left open, so a
condition without a solution can never hold; a solution is tried before it is believed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from math import ceil, floor
from typing import Any

from feedback.surveys.kinds import Answer
from feedback.surveys.rules import trees
from feedback.surveys.rules.answers import LINE, amount, plain
from feedback.surveys.rules.evaluating import COMPARED
from feedback.surveys.rules.programs import value_trees
from feedback.surveys.rules.proving.cases import Cases, Ordered, Written
from feedback.surveys.rules.proving.choosing import MOST_CASES, Choices
from feedback.surveys.rules.proving.making import cases_of
from feedback.surveys.rules.proving.mentions import Mentions, Side, as_number
from feedback.surveys.rules.proving.orders import Orders
from feedback.surveys.rules.proving.solver import TRUE, Gates, Solver
from feedback.surveys.rules.trees import needed_questions

Document = Mapping[str, Any]
FLIPPED = {"lt": "gt", "le": "ge", "gt": "lt", "ge": "le", "eq": "eq", "ne": "ne"}
# Two questions with more choices than this are not compared choice by choice.
MOST_PAIRS = 400


class Encoding:
    """One document. Where `free`, every question shows and none must be answered."""

    def __init__(self, document: Document, *, free: bool = False):
        self.solver = Solver()
        self.gates = Gates(self.solver)
        self.questions = {q["key"]: q for q in document["questions"]}
        self.places = {key: place for place, key in enumerate(self.questions)}
        self.rules = document["rules"]
        self.values = trees.straight(value_trees(self.rules))
        self._nodes: dict[int, trees.Node] = {}
        self.mentions = Mentions(self.questions, self._all_nodes(document), self.values)
        self.orders = Orders(self.solver, self.gates, self.mentions)
        self.cases: dict[str, Cases] = {}
        self.shown: dict[str, int] = {}
        self.reached: dict[str, int] = {}  # the walk comes by, whether it shows or not
        self.needs: dict[str, int] = {}
        self.fired: dict[str, int] = {}
        self.opened: dict[str, int] = {}
        self.made: dict[str, int] = {}
        self._conditions: dict[tuple, int] = {}
        self._open: dict[trees.Node, int] = {}
        self._loose: list[int] = []
        self._walk(document, free=free)

    def _all_nodes(self, document: Document) -> Iterable[trees.Node]:
        found = [*document["questions"], *document["sections"]]
        held = [
            row[name]
            for row in found
            for name in ("show_when", "require_when")
            if row.get(name)
        ]
        held += [rule["tree"] for rule in self.rules if rule["effect"] != "value"]
        return [self.node(tree) for tree in held]

    def node(self, tree: Any) -> trees.Node:
        if id(tree) not in self._nodes:
            self._nodes[id(tree)] = trees.condition(tree)
        return self._nodes[id(tree)]

    def _walk(self, document: Document, *, free: bool) -> None:
        """The clauses of each question in order, as programs.Program walks them."""
        sections = {row["key"]: row["show_when"] for row in document["sections"]}
        behind: dict[str, list] = {}
        for rule in self.rules:
            if rule["effect"] in ("end", "go"):
                behind.setdefault(rule["after"], []).append(rule)
        alive, section, jumps = TRUE, None, {}
        for place, (key, question) in enumerate(self.questions.items()):
            own = question["section"]
            if own is not None and own != section:
                alive = self.gates.any_of([alive, *jumps.pop(own, [])])
                shows = self._when(sections[own], place)
                self.opened[own] = self.gates.all_of([alive, shows])
            section = own
            self.reached[key] = alive
            inside = self.opened[own] if own else TRUE
            when = self._when(question["show_when"], place)
            shown = TRUE if free else self.gates.all_of([alive, inside, when])
            self.shown[key] = shown
            self.cases[key] = cases_of(question, shown, self.mentions, self.orders)
            self._require(question, place, free=free)
            for rule in behind.get(key, ()):
                holds = self._when(rule["tree"], place + 1)
                self.fired[rule["key"]] = self.gates.all_of([alive, holds])
                if rule["to"] is not None:
                    jumps.setdefault(rule["to"], []).append(self.fired[rule["key"]])
                alive = self.gates.all_of([alive, -holds])
        for rule in self.rules:
            if rule["effect"] == "check":
                self._check(rule)

    def _check(self, rule: Mapping[str, Any]) -> None:
        """A check is made where a question that it asks about is shown."""
        needed = needed_questions(self.node(rule["tree"]), self.values)
        asks = [key for key in self.places if key in needed] or list(self.places)[-1:]
        made = self.gates.any_of(self.shown[key] for key in asks)
        holds = self._when(rule["tree"], len(self.places))
        self.made[rule["key"]] = made
        self.fired[rule["key"]] = self.gates.all_of([made, holds])

    def _when(self, tree: Any, place: int) -> int:
        return self.condition(self.node(tree), place) if tree else TRUE

    def _require(self, question: Mapping[str, Any], place: int, *, free: bool) -> None:
        key = question["key"]
        cases, shown = self.cases[key], self.shown[key]
        if question["require_when"]:
            when = self._when(question["require_when"], place)
            self.needs[key] = self.gates.all_of([shown, when])
        if free or not cases.can_answer or question["kind"] == "hidden":
            return
        if question["required"]:
            cases.require(shown)
        elif key in self.needs:
            cases.require(self.needs[key])

    # Conditions. `place` is how many questions were passed where they are asked.

    def condition(self, node: trees.Node, place: int) -> int:
        """One literal that holds just where the condition does, or an open one."""
        passed = needed_questions(node, self.values)
        ahead = frozenset(k for k in passed if self.places.get(k, place) >= place)
        known = (node, ahead)
        if known not in self._conditions:
            self._conditions[known] = self._condition(node, place)
        return self._conditions[known]

    def _condition(self, node: trees.Node, place: int) -> int:
        match node:
            case trees.Group():
                parts = [self.condition(each, place) for each in node.of]
                joined = self.gates.all_of if node.op == "and" else self.gates.any_of
                return joined(parts)
            case trees.Not():
                return -self.condition(node.of, place)
            case trees.AtLeast():
                parts = [self.condition(each, place) for each in node.of]
                return self.gates.at_least(node.count, parts)
            case trees.Compare():
                return self._compare(node, place)
        cases = self._passed(self.mentions.subject(node), place)
        match node:
            case trees.State():
                if cases is None:
                    return TRUE if node.op == "empty" else -TRUE
                return getattr(cases, node.op)
            case trees.Picks():
                if cases is None:
                    return -TRUE
                picked = cases.picks(node.choices)
                if node.op in ("is", "one_of"):
                    return picked
                return self.gates.all_of([cases.answered, -picked])
        if cases is None:
            return -TRUE
        if not cases.can_write:
            return -TRUE
        if node.op in trees.MASKED:
            return self._looks(node, cases)
        text = plain(node.text)
        if node.op == "contains":
            return cases.contains(text)
        same = cases.text_is(text)
        if node.op == "text_is":
            return same
        if isinstance(cases, Written):
            return self.gates.all_of([cases.answered, -same])
        return cases.open()

    def _looks(self, node: trees.Words, cases: Cases) -> int:
        """A mask goes beyond the proof: what was written fits it or not."""
        positive = trees.Words("looks_like", node.question, node.text)
        if positive not in self._open:
            self._open[positive] = cases.open()
        if node == positive:
            return self._open[positive]
        if isinstance(cases, Written):
            return self.gates.all_of([cases.answered, -self._open[positive]])
        return cases.open()

    def _passed(self, name: str, place: int) -> Cases | None:
        """The cases of a question that was passed; of any other nothing is known yet."""
        key = name.partition(LINE)[0]
        return self.of(name) if self.places.get(key, place) < place else None

    def of(self, name: str) -> Cases | None:
        """The cases of a question, or those of one of its lines."""
        key, _colon, line = name.partition(LINE)
        cases = self.cases.get(key)
        return cases.of_line(name) if cases is not None and line else cases

    def _compare(self, node: trees.Compare, place: int) -> int:
        left, right = self.mentions.side(node.left), self.mentions.side(node.right)
        if left is None or right is None:
            return self._left_open(node, place)
        for side in (left, right):
            if side.question and self._passed(side.question, place) is None:
                return -TRUE
        if left.what == "known" and right.what != "known":
            left, right, op = right, left, FLIPPED[node.op]
        else:
            op = node.op
        if right.what == "known":
            return self._against(op, left, right.amount, node, place)
        if not left.question or not right.question:
            return self._left_open(node, place)
        one, other = self.of(left.question), self.of(right.question)
        match left.what, right.what:
            case "ordered", "ordered":
                is_same = one.question["kind"] == other.question["kind"]
                return self.orders.compares(op, one, other) if is_same else -TRUE
            case "choice", "choice":
                return self._choice_pairs(op, one, other)
            case "choice", "ordered":
                return self._mixed(op, one, other)
            case "ordered", "choice":
                return self._mixed(FLIPPED[op], other, one)
        return self._left_open(node, place)

    def _against(
        self, op: str, side: Side, known: Any, node: trees.Compare, place: int
    ) -> int:
        """A side that can be decided against an amount that is known."""
        if known is None:
            return -TRUE
        if side.what == "known":
            fits = side.amount is not None and type(side.amount) is type(known)
            return TRUE if fits and COMPARED[op](side.amount, known) else -TRUE
        if side.what == "ordered":
            cases = self.of(side.question)
            is_date = cases.question["kind"] == "date"
            if is_date == isinstance(known, Decimal):
                return -TRUE
            return cases.compares(op, as_number(known))
        if not isinstance(known, Decimal):
            return -TRUE
        if side.what == "choice":
            codes = self.mentions.meeting(side.question, op, known, is_left=False)
            return self.of(side.question).picks_own(set(codes))
        if side.what == "picked":
            cases = self.of(side.question)
            parts = list(cases.code_literals().values())
            # A question with lines has choices on each line and picks none itself.
            wanted = [] if cases.question["rows"] else cases.question["choices"]
            if len(parts) != len(wanted):
                return self._left_open(node, place)
            counted = self._counted(op, parts, known)
            return self.gates.all_of([cases.answered, counted])
        return self._counted(op, [self.condition(c, place) for c in side.of], known)

    def _counted(self, op: str, parts: Sequence[int], known: Decimal) -> int:
        """How many of the parts hold, against a number."""
        least = self.gates.at_least
        reached, over = least(ceil(known), parts), least(floor(known) + 1, parts)
        same = self.gates.all_of([reached, -over]) if known == floor(known) else -TRUE
        found = {"ge": reached, "gt": over, "le": -over, "lt": -reached}
        return (found | {"eq": same, "ne": -same})[op]

    def _choice_pairs(self, op: str, one: Choices, other: Choices) -> int:
        left, right = one.code_literals(), other.code_literals()
        if len(left) * len(right) > MOST_PAIRS:
            return one.open()
        pairs = []
        for code, literal in left.items():
            for against, facing in right.items():
                values = amount(code), amount(against)
                if None not in values and COMPARED[op](*values):
                    pairs.append(self.gates.all_of([literal, facing]))
        return self.gates.any_of(pairs)

    def _mixed(self, op: str, one: Choices, other: Ordered) -> int:
        """A numbered choice against a number."""
        literals = one.code_literals()
        if other.question["kind"] == "date" or len(literals) > MOST_CASES:
            return -TRUE if other.question["kind"] == "date" else one.open()
        pairs = []
        for code, literal in literals.items():
            if isinstance(own := amount(code), Decimal):
                facing = other.compares(FLIPPED[op], own)
                pairs.append(self.gates.all_of([literal, facing]))
        return self.gates.any_of(pairs)

    def _left_open(self, node: trees.Compare, place: int) -> int:
        """Arithmetic and the like: it may hold or not, where all it needs is there."""
        needed = [
            each for side in (node.left, node.right) for each in self._needed(side)
        ]
        passed = [self._passed(key, place) for key in needed]
        if None in passed:
            return -TRUE
        if node not in self._open:
            literal = self._open[node] = self.solver.new()
            for cases in passed:
                self.solver.add([-literal, cases.answered])
            owner = passed[0].variables if passed else self._loose
            owner.append(literal)
        return self._open[node]

    def _needed(self, node: trees.Node) -> Iterable[str]:
        """The questions and lines without whose answers the value is nothing."""
        node = self.mentions.resolved(node)
        if isinstance(node, trees.AnswerTo):
            yield self.mentions.subject(node)
        if isinstance(node, trees.Many | trees.Pair):
            for child in trees.children(node):
                yield from self._needed(child)

    # What a question depends on.

    def variables(self, keys: Iterable[str]) -> list[int]:
        """All that has to be decided for the questions named, in their order."""
        wanted = set(keys)
        found = [
            v for key in self.places if key in wanted for v in self.cases[key].variables
        ]
        groups = {self.mentions.group(key) for key in wanted}
        return [*found, *self.orders.variables(groups), *self._loose]

    def answers(self, keys: Iterable[str]) -> dict[str, Answer]:
        """Answers that stand for the present solution."""
        found = {key: self.cases[key].answer() for key in keys}
        return found | self.orders.answers(set(found))
