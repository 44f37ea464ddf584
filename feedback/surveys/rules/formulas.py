"""The calculated values of a published version, for who reads its answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.surveys.rules import trees
from feedback.surveys.rules.programs import value_trees
from feedback.surveys.rules.sentences import Sayer


@dataclass(frozen=True)
class Formula:
    """One value: its name, how it comes about as a sentence, and what it is."""

    name: str
    sentence: str
    is_day: bool


def formulas(document: Mapping[str, Any], texts: Mapping[str, str]) -> list[Formula]:
    """All values of a compiled document, in its order, in the words of `texts`."""
    sayer, values = Sayer.of_document(document, texts), value_trees(document["rules"])
    days = {q["key"] for q in document["questions"] if q["kind"] == "date"}
    return [
        Formula(name, sayer.calculation(name, node), _is_day(node, values, days))
        for name, node in values.items()
    ]


def _is_day(node: trees.Node, values: Mapping[str, trees.Node], days: set[str]) -> bool:
    """Only a day as it was answered or written is one: any sum is a number."""
    seen = set()
    while isinstance(node, trees.Calculated) and node.name not in seen:
        seen.add(node.name)
        node = values.get(node.name, node)
    is_answer = isinstance(node, trees.AnswerTo) and node.op == "answer"
    return isinstance(node, trees.Day) or (is_answer and node.question in days)
