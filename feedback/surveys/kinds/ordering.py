"""The order of choices drawn by lot: another for each person, the same at each look."""

import hashlib
from collections.abc import Mapping, Sequence

from feedback.surveys.kinds.base import Compiled

# {question key: [code, …]}
Orders = dict[str, list[str]]


def is_shuffled(question: Compiled) -> bool:
    return bool(question["settings"].get("shuffle"))


def choice_order(question: Compiled, seed: str) -> list[str]:
    """The codes as the person behind `seed` sees them; without a seed, as written.

    "Something else", "none of these" and what stands apart stay behind the others.
    """
    choices = question["choices"]
    last = [choice["code"] for choice in choices if _stays_last(choice)]
    free = [choice["code"] for choice in choices if not _stays_last(choice)]
    if seed:
        free.sort(key=lambda code: _lot(seed, question["key"], code))
    return free + last


def orders(questions: Sequence[Compiled], seed: str) -> Orders:
    """The order of every question that draws one."""
    return {
        question["key"]: choice_order(question, seed)
        for question in questions
        if is_shuffled(question)
    }


def _stays_last(choice: Mapping) -> bool:
    return choice["other"] or choice["exclusive"] or choice["apart"]


def _lot(*parts: str) -> bytes:
    return hashlib.sha256(":".join(parts).encode()).digest()
