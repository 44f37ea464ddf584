"""Which cases a question has: by how its answers are told apart."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from feedback.surveys.rules.proving.cases import Cases, Nothing, Ordered, Written
from feedback.surveys.rules.proving.choosing import Choices, Lines
from feedback.surveys.rules.proving.mentions import (
    Mentions,
    bounds,
    form,
    is_whole,
    lines_of,
)
from feedback.surveys.rules.proving.orders import Orders


def cases_of(
    question: Mapping[str, Any], shown: int, mentions: Mentions, orders: Orders
) -> Cases:
    """The cases of one question, known to the solver; `shown` is whether it shows."""
    parts = (question, shown, orders.solver, orders.gates)
    key, found = question["key"], form(question)
    match found:
        case "nothing":
            return Nothing(*parts)
        case "lines":
            lines = lines_of(question)
            told = {name: _told_apart(name, mentions) for name in lines}
            return Lines(*parts, lines=lines, told_apart=told)
        case "choice" | "several":
            told = _told_apart(key, mentions)
            return Choices(*parts, told_apart=told, several=found == "several")
        case "text":
            return Written(*parts, texts=sorted(mentions.texts.get(key, ())))
    line, limits = mentions.lines[mentions.group(key)], bounds(question)
    made = Ordered(*parts, line=line, limits=limits, whole=is_whole(question))
    orders.add(made)
    return made


def _told_apart(name: str, mentions: Mentions) -> list[frozenset[str]]:
    return sorted(mentions.codes.get(name, ()), key=sorted)
