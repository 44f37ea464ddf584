"""The typed nodes of a rule's tree, and ways through them; see `trees.py`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class Node:
    """One node; `op` is what JSON calls it."""

    op: str


@dataclass(frozen=True)
class Group(Node):
    """ "and", "or": all, any of the conditions."""

    of: tuple[Node, ...]


@dataclass(frozen=True)
class Not(Node):
    of: Node


@dataclass(frozen=True)
class AtLeast(Node):
    count: int
    of: tuple[Node, ...]


@dataclass(frozen=True)
class Picks(Node):
    """ "is", "is_not", "one_of", "none_of": what was chosen."""

    question: str
    choices: tuple[str, ...]
    line: str = ""


@dataclass(frozen=True)
class State(Node):
    """ "answered", "empty", "declined": whether there is an answer at all."""

    question: str
    line: str = ""


@dataclass(frozen=True)
class Words(Node):
    """ "text_is", "text_is_not", "contains": what was written, in any case.

    "looks_like", "looks_unlike": its text is a mask; see `masks.py`.
    """

    question: str
    text: str


@dataclass(frozen=True)
class Compare(Node):
    """ "lt", "le", "gt", "ge", "eq", "ne" between two values."""

    left: Node
    right: Node


@dataclass(frozen=True)
class Number(Node):
    value: Decimal


@dataclass(frozen=True)
class Day(Node):
    value: date


@dataclass(frozen=True)
class AnswerTo(Node):
    """ "answer": a number, date or numbered choice; "picked": how many were chosen."""

    question: str
    line: str = ""


@dataclass(frozen=True)
class Calculated(Node):
    name: str


@dataclass(frozen=True)
class Many(Node):
    """ "add", "multiply": of any number of values."""

    of: tuple[Node, ...]


@dataclass(frozen=True)
class Pair(Node):
    """ "subtract", "divide", and "days" from the second date to the first."""

    left: Node
    right: Node


@dataclass(frozen=True)
class Count(Node):
    """How many of the conditions hold."""

    of: tuple[Node, ...]


# What is asked of how an answer looks, not of its words.
MASKED = ("looks_like", "looks_unlike")
# Ops that may name one line of a question with several: {"question", …, "line"}.
LINED = {"is", "is_not", "one_of", "none_of", "answered", "empty", "answer"}
# op → node, whether it is a condition, and what each field holds.
FORMS: dict[str, tuple[type[Node], bool, dict[str, str]]] = {
    "and": (Group, True, {"of": "conditions"}),
    "or": (Group, True, {"of": "conditions"}),
    "not": (Not, True, {"of": "condition"}),
    "at_least": (AtLeast, True, {"count": "whole", "of": "conditions"}),
    "is": (Picks, True, {"question": "name", "choice": "code"}),
    "is_not": (Picks, True, {"question": "name", "choice": "code"}),
    "one_of": (Picks, True, {"question": "name", "choices": "codes"}),
    "none_of": (Picks, True, {"question": "name", "choices": "codes"}),
    **{op: (State, True, {"question": "name"}) for op in ("answered", "empty")},
    "declined": (State, True, {"question": "name"}),
    **{
        op: (Words, True, {"question": "name", "text": "text"})
        for op in ("text_is", "text_is_not", "contains")
    },
    **{op: (Words, True, {"question": "name", "text": "mask"}) for op in MASKED},
    **{
        op: (Compare, True, {"left": "value", "right": "value"})
        for op in ("lt", "le", "gt", "ge", "eq", "ne")
    },
    "number": (Number, False, {"value": "number"}),
    "date": (Day, False, {"value": "date"}),
    "answer": (AnswerTo, False, {"question": "name"}),
    "picked": (AnswerTo, False, {"question": "name"}),
    "calculated": (Calculated, False, {"name": "name"}),
    "add": (Many, False, {"of": "values"}),
    "multiply": (Many, False, {"of": "values"}),
    "subtract": (Pair, False, {"left": "value", "right": "value"}),
    "divide": (Pair, False, {"left": "value", "right": "value"}),
    "days": (Pair, False, {"left": "value", "right": "value"}),
    "count": (Count, False, {"of": "conditions"}),
}


def children(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Compare | Pair):
        return (node.left, node.right)
    if isinstance(node, Not):
        return (node.of,)
    return getattr(node, "of", ())


def all_nodes(node: Node) -> Iterator[Node]:
    """The node and everything below it, in reading order."""
    yield node
    for child in children(node):
        yield from all_nodes(child)


def line_of(node: Node) -> str:
    """The code of the one line that it asks about, or ""."""
    return getattr(node, "line", "")


def asked_questions(node: Node) -> list[str]:
    """The keys of the questions that it asks about, each once, in reading order."""
    keys = [each.question for each in all_nodes(node) if hasattr(each, "question")]
    return list(dict.fromkeys(keys))


def used_values(node: Node) -> list[str]:
    """The names of the calculated values that it uses, each once."""
    names = [each.name for each in all_nodes(node) if isinstance(each, Calculated)]
    return list(dict.fromkeys(names))


def straight(values: Mapping[str, Node]) -> dict[str, Node]:
    """The calculated values, each behind those that it uses; circles are left out."""
    waiting, ready = dict(values), {}
    while True:
        free = [
            name
            for name, node in waiting.items()
            if not waiting.keys() & set(used_values(node))
        ]
        if not free:
            return ready
        ready |= {name: waiting.pop(name) for name in free}


def needed_questions(
    node: Node, values: Mapping[str, Node], seen: frozenset[str] = frozenset()
) -> set[str]:
    """All questions that it asks about, those of the values that it uses included."""
    asked = set(asked_questions(node))
    for name in set(used_values(node)) - seen:
        if name in values:
            asked |= needed_questions(values[name], values, seen | {name})
    return asked
