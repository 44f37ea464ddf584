"""A version's rules made ready once, and one walk through its questions.

Order decides: a rule sees the answers to questions that showed before it, no others.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback.surveys.rules import trees
from feedback.surveys.rules.answers import Answers
from feedback.surveys.rules.evaluating import Amount, Claim, Reading, claim, reading

Document = Mapping[str, Any]
Compiled = Mapping[str, Any]

# As many versions as one process keeps ready; see answering.editions.
KEPT = 64


@dataclass(frozen=True)
class After:
    """What happens behind a question where `when` holds: the end, or a section."""

    key: str
    when: Claim
    to: str | None


@dataclass(frozen=True)
class Check:
    """A fault that answers have together; its message is the text "rule/<key>"."""

    key: str
    when: Claim
    asks: tuple[str, ...]  # in the order of the questions


@dataclass(frozen=True)
class Step:
    """One question in its place. `opens` is its section where that begins here."""

    question: Compiled
    show: Claim | None
    require: Claim | None
    section: str | None
    opens: str | None
    after: tuple[After, ...]


@dataclass(frozen=True)
class Walk:
    """What a person with these answers is shown, in order, and how it ends."""

    shown: list[Compiled]
    ending: str | None  # the rule that ended it early
    counted: Answers  # the answers to what is shown
    required: frozenset[str]  # the keys that a rule makes required
    fired: tuple[str, ...]  # the rules that ended it or led past something
    opened: tuple[str, ...]  # the sections that were come to and show


@dataclass(frozen=True)
class Program:
    """The rules of one document, as functions."""

    steps: tuple[Step, ...]
    sections: Mapping[str, Claim | None]
    checks: tuple[Check, ...]
    values: Mapping[str, Reading] = field(default_factory=dict)

    def walk(self, answers: Answers) -> Walk:
        """A hidden question's older answer decides nothing."""
        shown: list[Compiled] = []
        counted: dict[str, Any] = {}
        required: set[str] = set()
        fired: list[str] = []
        opened: list[str] = []
        section_shows, jump, ending = True, None, None
        for step in self.steps:
            if jump is not None and step.opens != jump:
                continue
            jump = None
            if step.opens is not None:
                when = self.sections[step.opens]
                section_shows = when is None or when(counted)
                if section_shows:
                    opened.append(step.opens)
            is_in = section_shows or step.section is None
            if is_in and (step.show is None or step.show(counted)):
                shown.append(step.question)
                key = step.question["key"]
                if step.require is not None and step.require(counted):
                    required.add(key)
                if key in answers:
                    counted[key] = answers[key]
            turn = next((rule for rule in step.after if rule.when(counted)), None)
            if turn is not None:
                fired.append(turn.key)
                if turn.to is None:
                    ending = turn.key
                    break
                jump = turn.to
        return Walk(
            shown, ending, counted, frozenset(required), tuple(fired), tuple(opened)
        )

    def faults(self, walk: Walk) -> list[Check]:
        """The checks across questions that the answers do not pass, in order.

        A check is made where at least one question that it asks about is shown.
        """
        shown = {question["key"] for question in walk.shown}
        return [
            check
            for check in self.checks
            if not shown.isdisjoint(check.asks) and check.when(walk.counted)
        ]

    def amount(self, name: str, counted: Answers) -> Amount:
        return self.values[name](counted) if name in self.values else None


_programs: OrderedDict[int, tuple[Document, Program]] = OrderedDict()


def program(document: Document) -> Program:
    """The document's program; made once for as long as this process holds both."""
    known = _programs.get(id(document))
    if known and known[0] is document:  # the entry keeps it, so the id is its own
        return known[1]
    made = prepare(document)
    _programs[id(document)] = (document, made)
    while len(_programs) > KEPT:
        _programs.popitem(last=False)
    return made


def prepare(document: Document) -> Program:
    """Read every tree of a compiled document, of today's form or of the first."""
    rules = document.get("rules", [])
    values = _values(rules)
    after: dict[str, list[After]] = {}
    for rule in rules:
        if rule["effect"] in ("end", "go"):
            made = After(rule["key"], _test(rule["tree"], values), rule["to"])
            after.setdefault(rule["after"], []).append(made)
    steps, section = [], None
    for question in document["questions"]:
        own = question.get("section")
        opens, section = (own if own != section else None), own
        steps.append(
            Step(
                question=question,
                show=_test(question["show_when"], values),
                require=_test(question.get("require_when"), values),
                section=own,
                opens=opens,
                after=tuple(after.get(question["key"], ())),
            )
        )
    sections = {
        section["key"]: _test(section["show_when"], values)
        for section in document.get("sections", [])
    }
    return Program(
        tuple(steps), sections, tuple(_checks(document, rules, values)), values
    )


def _test(tree: Any, values: Mapping[str, Reading]) -> Claim | None:
    return claim(trees.condition(tree), values) if tree else None


def _checks(
    document: Document, rules: list[Compiled], values: Mapping[str, Reading]
) -> list[Check]:
    checks, nodes = [], value_trees(rules)
    order = tuple(question["key"] for question in document["questions"])
    for rule in rules:
        if rule["effect"] == "check":
            node = trees.condition(rule["tree"])
            needed = trees.needed_questions(node, nodes)
            asks = tuple(key for key in order if key in needed) or order[-1:]
            checks.append(Check(rule["key"], claim(node, values), asks))
    return checks


def _values(rules: list[Compiled]) -> dict[str, Reading]:
    ready: dict[str, Reading] = {}
    for name, node in trees.straight(value_trees(rules)).items():
        ready[name] = reading(node, ready)
    return ready


def value_trees(rules: list[Compiled]) -> dict[str, trees.Node]:
    """The calculated values of a document, by name."""
    values = [rule for rule in rules if rule["effect"] == "value"]
    return {rule["key"]: trees.value(rule["tree"]) for rule in values}
