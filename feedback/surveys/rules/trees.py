"""The one expression tree of rules: typed nodes, and JSON in and out.

A condition is true or false for the answers so far; a value is a number, a date or
nothing. JSON names each node by "op"; `FORMS` lists every op with its fields. What an
op means is said in `evaluating.py`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.models.document import present_rule
from feedback.surveys.rules.masks import MOST_SIGNS, is_mask
from feedback.surveys.rules.nodes import (
    FORMS,
    LINED,
    MASKED,
    AnswerTo,
    AtLeast,
    Calculated,
    Compare,
    Count,
    Day,
    Group,
    Many,
    Node,
    Not,
    Number,
    Pair,
    Picks,
    State,
    Words,
    all_nodes,
    asked_questions,
    children,
    line_of,
    needed_questions,
    straight,
    used_values,
)

__all__ = [
    "AnswerTo",
    "AtLeast",
    "BadTree",
    "Calculated",
    "Compare",
    "Count",
    "Day",
    "FORMS",
    "Group",
    "MASKED",
    "Many",
    "Node",
    "Not",
    "Number",
    "Pair",
    "Picks",
    "State",
    "Words",
    "all_nodes",
    "asked_questions",
    "children",
    "condition",
    "line_of",
    "modern",
    "needed_questions",
    "readable",
    "straight",
    "to_json",
    "used_values",
    "value",
]

# A rule past these is no rule that a person can read; and no input can exhaust us.
DEEPEST = 12
MOST_NODES = 400
LONGEST_TEXT = 400
LARGEST_NUMBER = Decimal(10) ** 15

Json = Mapping[str, Any]


class BadTree(Refusal):
    """The tree can't be read; `place` leads to the part, such as "of.2.question"."""

    def __init__(self, reason: str, place: str = ""):
        message = _("This rule can't be read (%(place)s): %(reason)s") % {
            "place": place or _("the whole"),
            "reason": reason,
        }
        super().__init__(message, code="bad_tree")
        self.place = place


def condition(tree: Any) -> Node:
    """The condition in JSON; BadTree where it is none. Reads the first form, too."""
    return _Reader().node(modern(tree), "", depth=1, is_condition=True)


def value(tree: Any) -> Node:
    """The value in JSON; BadTree where it is none."""
    return _Reader().node(tree, "", depth=1, is_condition=False)


def readable(tree: Any, *, is_value: bool = False) -> Node | None:
    """The tree where there is one that can be read; findings say what is wrong."""
    try:
        return (value if is_value else condition)(tree) if tree else None
    except BadTree:
        return None


def modern(tree: Any) -> Any:
    """A rule of the first versions in today's form; any other as it is."""
    if not isinstance(tree, Mapping) or set(tree) != {"any"}:
        return tree
    pairs = tree["any"]
    if not isinstance(pairs, list):
        raise BadTree(_("“any” holds no list."), "any")
    for number, pair in enumerate(pairs, start=1):
        is_pair = isinstance(pair, list | tuple) and len(pair) == 2
        if not is_pair or not isinstance(pair[1], list | tuple):
            raise BadTree(_("a question and its choices belong here."), f"any.{number}")
    return present_rule(tree)


class _Reader:
    """Reads one tree, and counts its nodes while doing so."""

    def __init__(self):
        self.nodes = 0

    def node(self, tree: Any, place: str, *, depth: int, is_condition: bool) -> Node:
        self.nodes += 1
        if depth > DEEPEST:
            raise BadTree(_("it is nested too deeply."), place)
        if self.nodes > MOST_NODES:
            raise BadTree(_("it has too many parts. Split it."), place)
        if not isinstance(tree, Mapping):
            raise BadTree(_("a part with an “op” belongs here."), place)
        op = tree.get("op")
        if not isinstance(op, str) or op not in FORMS:
            raise BadTree(_("“%(op)s” is not known.") % {"op": str(op)[:40]}, place)
        made, holds, fields = FORMS[op]
        if holds != is_condition:
            needed = _("a condition") if is_condition else _("a value")
            raise BadTree(_("%(needed)s belongs here.") % {"needed": needed}, place)
        lined = {"line"} if op in LINED else set()
        if set(tree) - lined != {"op", *fields}:
            names = ", ".join(fields)
            raise BadTree(
                _("“%(op)s” has exactly: %(names)s.") % {"op": op, "names": names},
                place,
            )
        parts = [
            self.part(tree[name], kind, f"{place}.{name}".lstrip("."), depth)
            for name, kind in fields.items()
        ]
        if "line" in tree:
            parts.append(_text(tree["line"], f"{place}.line".lstrip(".")))
        return made(op, *parts)

    def part(self, part: Any, kind: str, place: str, depth: int) -> Any:
        if kind in ("condition", "value"):
            is_condition = kind == "condition"
            return self.node(part, place, depth=depth + 1, is_condition=is_condition)
        if kind in ("conditions", "values"):
            if not isinstance(part, list | tuple) or not part:
                raise BadTree(_("a list with at least one part belongs here."), place)
            return tuple(
                self.part(each, kind[:-1], f"{place}.{number}", depth)
                for number, each in enumerate(part, start=1)
            )
        if kind == "codes":
            if not isinstance(part, list | tuple) or not part or len(part) > MOST_NODES:
                raise BadTree(_("a list with at least one part belongs here."), place)
            return tuple(_text(each, place) for each in part)
        read = {"name": _text, "text": _text, "code": _code, "whole": _whole}
        read |= {"number": _number, "date": _date, "mask": _mask}
        return read[kind](part, place)


def _text(part: Any, place: str) -> str:
    if not isinstance(part, str) or not part.strip() or len(part) > LONGEST_TEXT:
        raise BadTree(_("a short text belongs here."), place)
    return part


def _mask(part: Any, place: str) -> str:
    if not isinstance(part, str) or len(part) > LONGEST_TEXT or not is_mask(part):
        message = _("how an answer looks belongs here: 1 to %(most)d characters.")
        raise BadTree(message % {"most": MOST_SIGNS}, place)
    return part


def _code(part: Any, place: str) -> tuple[str, ...]:
    return (_text(part, place),)


def _whole(part: Any, place: str) -> int:
    if isinstance(part, bool) or not isinstance(part, int) or not 1 <= part < 1000:
        raise BadTree(_("a whole number from 1 on belongs here."), place)
    return part


def _number(part: Any, place: str) -> Decimal:
    """Written as a string where a fraction must stay exact."""
    try:
        number = Decimal(part) if isinstance(part, str) else Decimal(str(part))
    except InvalidOperation:
        number = Decimal("NaN")
    is_wrong = isinstance(part, bool) or not isinstance(part, int | float | str)
    if is_wrong or not number.is_finite() or abs(number) > LARGEST_NUMBER:
        raise BadTree(_("a number belongs here."), place)
    return number


def _date(part: Any, place: str) -> date:
    try:
        return date.fromisoformat(part)
    except (TypeError, ValueError):
        message = _("a date such as 2026-01-31 belongs here.")
        raise BadTree(message, place) from None


def to_json(node: Node) -> dict[str, Any]:
    """The tree as JSON; reading it again gives an equal tree."""
    written: dict[str, Any] = {"op": node.op}
    fields = FORMS[node.op][2]
    names = [n for n in node.__dataclass_fields__ if n not in ("op", "line")]
    for (name, kind), held in zip(fields.items(), names, strict=True):
        written[name] = _written(getattr(node, held), kind)
    line = line_of(node)
    return written | {"line": line} if line else written


def _written(part: Any, kind: str) -> Any:
    if kind in ("condition", "value"):
        return to_json(part)
    if kind in ("conditions", "values"):
        return [to_json(each) for each in part]
    if kind == "number":
        return int(part) if part == part.to_integral_value() else str(part)
    if kind == "code":
        return part[0]
    if kind == "codes":
        return list(part)
    return part.isoformat() if kind == "date" else part
