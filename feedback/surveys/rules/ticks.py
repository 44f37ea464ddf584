"""The simplest rules: one of some answers, as a designer ticks them in a list."""

from collections.abc import Sequence
from typing import Any

from feedback.surveys.rules import trees

Ticks = list[tuple[str, list[str]]]


def as_ticks(tree: Any) -> Ticks | None:
    """The answers of earlier questions that it names; None where it says more."""
    node = trees.readable(tree)
    if node is None:
        return None if tree else []
    parts = node.of if node.op == "or" else (node,)
    if not all(_is_tick(part) for part in parts):
        return None
    return [(part.question, list(part.choices)) for part in parts]


def _is_tick(node: trees.Node) -> bool:
    is_picked = isinstance(node, trees.Picks) and node.op in ("is", "one_of")
    return is_picked and not node.line


def from_ticks(ticks: Sequence[tuple[str, Sequence[str]]]) -> dict[str, Any] | None:
    parts = [
        {"op": "one_of", "question": key, "choices": list(codes)}
        for key, codes in ticks
    ]
    if not parts:
        return None
    return parts[0] if len(parts) == 1 else {"op": "or", "of": parts}
