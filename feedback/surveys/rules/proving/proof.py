"""What can happen in a survey: shown by an example, or proved never to."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property, lru_cache
from types import MappingProxyType
from typing import Any

from feedback.surveys.kinds import Answer
from feedback.surveys.rules.answers import LINE
from feedback.surveys.rules.programs import Check, Program, prepare
from feedback.surveys.rules.proving.encoding import Encoding
from feedback.surveys.rules.proving.events import (
    Event,
    Missing,
    happened,
    wanted,
)
from feedback.surveys.rules.proving.solver import TRUE
from feedback.surveys.rules.trees import needed_questions

Document = Mapping[str, Any]

# Conflicts until one question, and all together, are left as "not checked". The demo
# needs none; 600 questions with 400 rules need a few dozen.
BUDGET = 2_000
WHOLE_BUDGET = 20_000
# Ways tried before any question is asked of the solver: most things happen on them.
TRIES = 12
# How often such a way leaves a question open.
EMPTY = 0.15


class Verdict(StrEnum):
    CAN = "can"  # on a way that was walked
    NEVER = "never"  # on no way at all
    OPEN = "open"  # not decided: arithmetic, or past the budget


@dataclass
class Proof:
    """What of a survey can happen, for whatever people answer."""

    document: Document
    program: Program
    missing: tuple[Missing, ...] = ()
    verdicts: dict[Event, Verdict] = field(default_factory=dict)
    budget: int = WHOLE_BUDGET
    ways: int = TRIES

    @cached_property
    def encoding(self) -> Encoding:
        return Encoding(self.document)

    @cached_property
    def free(self) -> Encoding:
        """Each condition by itself: all questions show and none must be answered."""
        return Encoding(self.document, free=True)

    @cached_property
    def cone(self) -> Cone:
        return Cone(self.encoding, self.document, self.program.checks)

    def run(self) -> None:
        left = dict.fromkeys(wanted(self.document, self.missing))
        for number in range(TRIES):
            self._note(example(self.encoding, random.Random(number)), left)
        while left:
            event = next(iter(left))
            way = self._way_to(event)
            if way is None:
                self.verdicts[event] = Verdict.NEVER
            elif way:
                self._note(way, left)
            if event in left:
                del left[event]
                self.verdicts.setdefault(event, Verdict.OPEN)

    def _note(self, answers: Mapping[str, Answer], left: dict[Event, None]) -> None:
        for event in happened(self.program, answers, self.missing):
            if event in left:
                del left[event]
                self.verdicts[event] = Verdict.CAN

    def _way_to(self, event: Event) -> dict[str, Answer] | None:
        """Answers on whose way it should happen; None for never, {} for not known."""
        goals, keys = self.goals(event)
        if -TRUE in goals:
            return None
        if self.budget <= 0:
            return {}
        solver = self.encoding.solver
        deciding = self.encoding.variables(keys)
        found = solver.solve(goals, deciding, budget=min(BUDGET, self.budget))
        self.budget -= solver.conflicts
        if found is None:
            return {}
        return self._completed(keys) if found else None

    def _completed(self, keys: set[str]) -> dict[str, Answer]:
        """The solution's answers, and any answer to whatever else must be answered."""
        known = self.encoding.answers(keys)
        self.ways += 1  # another way each time, so that other things happen on it
        return example(self.encoding, random.Random(self.ways), known)

    def goals(self, event: Event) -> tuple[list[int], set[str]]:
        encoding, key = self.encoding, event.key
        match event.what:
            case "shown":
                return [encoding.shown[key]], self.cone.of_question(key)
            case "required":
                return [encoding.needs[key]], self.cone.of_question(key)
            case "opened":
                return [encoding.opened[key]], self.cone.of_section(key)
            case "fired":
                return [encoding.fired[key]], self.cone.of_rule(key)
            case "passed":
                goals = [encoding.made[key], -encoding.fired[key]]
                return goals, self.cone.of_rule(key)
            case "missing":
                cases = encoding.of(event.answer)
                asked = event.answer.partition(LINE)[0]
                keys = self.cone.of_question(key) | self.cone.of_question(asked)
                return [encoding.shown[key], -cases.answered], keys
        checks = [r["key"] for r in self.document["rules"] if r["effect"] == "check"]
        keys = set().union(*(self.cone.of_rule(check) for check in checks))
        return [-encoding.fired[check] for check in checks], keys

    def contradicts(self, tree: Any) -> bool:
        """Whether the condition can't hold for any answers at all."""
        node = self.free.node(tree)
        literal = self.free.condition(node, len(self.free.places))
        if literal in (TRUE, -TRUE):
            return literal == -TRUE
        deciding = self.free.variables(needed_questions(node, self.free.values))
        return self.free.solver.solve([literal], deciding, budget=BUDGET) is False


class Cone:
    """The questions whose answers decide about something."""

    def __init__(self, encoding: Encoding, document: Document, checks: Iterable[Check]):
        self._encoding = encoding
        self._questions: dict[str, frozenset[str]] = {}
        self._sections: dict[str, frozenset[str]] = {}
        self._rules: dict[str, frozenset[str]] = {}
        self._build(document, {check.key: check.asks for check in checks})

    def _build(self, document: Document, checks: Mapping[str, tuple[str, ...]]) -> None:
        sections = {row["key"]: row["show_when"] for row in document["sections"]}
        behind: dict[str, list] = {}
        for rule in document["rules"]:
            if rule["effect"] in ("end", "go"):
                behind.setdefault(rule["after"], []).append(rule)
        alive: frozenset[str] = frozenset()
        for question in document["questions"]:
            key, own = question["key"], question["section"]
            if own is not None and own not in self._sections:
                self._sections[own] = alive | self._asked(sections[own])
            inside = self._sections[own] if own is not None else alive
            asked = self._asked(question["show_when"])
            asked |= self._asked(question["require_when"])
            self._questions[key] = alive | inside | asked | {key}
            for rule in behind.get(key, ()):
                self._rules[rule["key"]] = alive | self._asked(rule["tree"])
                alive = self._rules[rule["key"]]
        for rule in document["rules"]:
            if rule["effect"] == "check":
                inside = [self._questions[key] for key in checks[rule["key"]]]
                self._rules[rule["key"]] = frozenset().union(*inside)

    def _asked(self, tree: Any) -> frozenset[str]:
        """The questions that it asks about, and all that decides about those."""
        if not tree:
            return frozenset()
        keys = needed_questions(self._encoding.node(tree), self._encoding.values)
        known = [self._questions.get(key, frozenset()) for key in keys]
        return frozenset().union(*known)

    def of_question(self, key: str) -> set[str]:
        return set(self._questions[key])

    def of_section(self, key: str) -> set[str]:
        return set(self._sections[key])

    def of_rule(self, key: str) -> set[str]:
        return set(self._rules[key])


def example(
    encoding: Encoding, chance: random.Random, known: Mapping[str, Answer] | None = None
) -> dict[str, Answer]:
    """Some answers to all questions, those that are known first."""
    found = dict(known or {})
    for key, cases in encoding.cases.items():
        if key not in found:
            may_be_empty = not cases.question["required"] and key not in encoding.needs
            is_empty = may_be_empty and chance.random() < EMPTY
            found[key] = {} if is_empty else cases.any_answer(chance)
    return found


def prove(document: Document, missing: Iterable[Missing] = ()) -> Proof:
    """Decide what can happen in a compiled document, as far as its budget reaches."""
    proof = Proof(document, prepare(document), tuple(missing))
    proof.run()
    return proof


def proved(document: Document, missing: Iterable[Missing] = ()) -> Proof:
    """As `prove`; what was decided of the same document before is not decided again."""
    gaps = tuple(missing)
    verdicts = _verdicts(json.dumps(document), gaps)
    return Proof(document, prepare(document), gaps, dict(verdicts))


# The editor asks after each act, few of which touch a rule.
@lru_cache(maxsize=16)
def _verdicts(document: str, missing: tuple[Missing, ...]) -> Mapping[Event, Verdict]:
    return MappingProxyType(prove(json.loads(document), missing).verdicts)


def answers_before(document: Document, key: str) -> dict[str, Answer]:
    """Answers with which the question shows, of those questions that decide it."""
    proof = Proof(document, prepare(document))
    goals, keys = proof.goals(Event("shown", key))
    encoding = proof.encoding
    if not encoding.solver.solve(goals, encoding.variables(keys), budget=BUDGET):
        return {}
    found = encoding.answers(keys - {key})
    return {key: answer for key, answer in found.items() if answer}


def contradicts_itself(document: Document, tree: Any) -> bool:
    """Whether a condition that is not part of the document yet can never hold."""
    extra = {"key": "", "effect": "check", "tree": tree, "after": None, "to": None}
    with_it = {**document, "rules": [*document["rules"], extra]}
    return Proof(with_it, prepare(with_it)).contradicts(tree)
