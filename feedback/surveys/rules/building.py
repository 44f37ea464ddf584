"""Rules as menus make them: some conditions, and whether all or any must hold."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from feedback.surveys.rules import trees
from feedback.surveys.rules.answers import LINE

# Comparison → what a menu calls it. The first of each list is where a menu begins.
CHOSEN = {
    "is": _("is"),
    "is_not": _("is not"),
}
WRITTEN = {
    "contains": _("contains the words"),
    "text_is": _("says exactly"),
    "text_is_not": _("says something else than"),
    "looks_like": _("looks like"),
    "looks_unlike": _("does not look like"),
}
COUNTED = {
    "ge": _("is at least"),
    "le": _("is at most"),
    "gt": _("is more than"),
    "lt": _("is less than"),
    "eq": _("is equal to"),
    "ne": _("is not equal to"),
}
DATED = {
    "lt": _("is before"),
    "gt": _("is after"),
    "le": _("is on or before"),
    "ge": _("is on or after"),
    "eq": _("is the same day as"),
    "ne": _("is another day than"),
}
STATED = {
    "answered": _("is answered"),
    "empty": _("is not answered"),
}
DECLINED = {"declined": _("is answered with “I would rather not say”")}

# Before the name of a calculated value, where a menu holds it beside questions.
VALUE = "="


@dataclass(frozen=True)
class Row:
    """One condition of a menu: what is asked about, how, and against what."""

    # The key of a question, "key:line" for one of its lines, or "=" and the name of a
    # calculated value.
    subject: str
    compare: str = ""
    codes: tuple[str, ...] = ()
    text: str = ""  # words, a number or a date as it was typed
    other: str = ""  # a question to compare with instead


@dataclass(frozen=True)
class Built:
    """A whole rule of menus. `join` is "all", "any" or "some": at least `count`."""

    join: str
    rows: tuple[Row, ...]
    count: int = 2


def subject_of(row: Row) -> dict[str, Any]:
    if row.subject.startswith(VALUE):
        return {"op": "calculated", "name": row.subject.removeprefix(VALUE)}
    return {"op": "answer", **asked(row.subject)}


def asked(subject: str) -> dict[str, str]:
    """What a node says of the question that it asks about, and of the line."""
    key, _colon, line = subject.partition(LINE)
    return {"question": key, "line": line} if line else {"question": key}


def named(node: trees.Node) -> str:
    """The subject of a node, as menus name it."""
    line = trees.line_of(node)
    return f"{node.question}{LINE}{line}" if line else node.question


def to_tree(built: Built, kinds: Mapping[str, str]) -> dict[str, Any] | None:
    """The tree of a rule whose rows are filled in; None where there are none.

    `kinds` says for each question how it is compared: "choice", "text", "number" or
    "date".
    """
    parts = [_leaf(row, kinds.get(row.subject, "number")) for row in built.rows]
    if not parts:
        return None
    if len(parts) == 1 and built.join != "some":
        return parts[0]
    if built.join == "some":
        return {"op": "at_least", "count": built.count, "of": parts}
    return {"op": {"all": "and", "any": "or"}[built.join], "of": parts}


def _leaf(row: Row, kind: str) -> dict[str, Any]:
    if row.compare in (*STATED, *DECLINED):
        return {"op": row.compare, **asked(row.subject)}
    if row.compare in CHOSEN:
        if len(row.codes) == 1:
            picked = {"choice": row.codes[0]}
            return {"op": row.compare, **asked(row.subject)} | picked
        op = {"is": "one_of", "is_not": "none_of"}[row.compare]
        return {"op": op, **asked(row.subject), "choices": list(row.codes)}
    if row.compare in WRITTEN:
        return {"op": row.compare, "question": row.subject, "text": row.text}
    against: dict[str, Any] = {"op": kind, "value": row.text}
    if row.other:
        against = subject_of(Row(row.other))
    return {"op": row.compare, "left": subject_of(row), "right": against}


def from_tree(tree: Any) -> Built | None:
    """The rule in menus; None where it says more than menus can."""
    node = trees.readable(tree)
    if node is None:
        return None if tree else Built("all", ())
    join, count, parts = "all", 2, (node,)
    if isinstance(node, trees.Group):
        join, parts = {"and": "all", "or": "any"}[node.op], node.of
    elif isinstance(node, trees.AtLeast):
        join, count, parts = "some", node.count, node.of
    rows = [_row(part) for part in parts]
    return None if None in rows else Built(join, tuple(rows), count)


def _row(node: trees.Node) -> Row | None:
    match node:
        case trees.Picks():
            compare = "is" if node.op in ("is", "one_of") else "is_not"
            return Row(named(node), compare, codes=node.choices)
        case trees.State():
            return Row(named(node), node.op)
        case trees.Words():
            return Row(node.question, node.op, text=node.text)
        case trees.Compare():
            return _compared(node)
    return None


def _compared(node: trees.Compare) -> Row | None:
    subject, other = _subject(node.left), _subject(node.right)
    if not subject:
        return None
    if other:
        return Row(subject, node.op, other=other)
    if isinstance(node.right, trees.Number | trees.Day):
        return Row(subject, node.op, text=str(trees.to_json(node.right)["value"]))
    return None


def _subject(node: trees.Node) -> str:
    if isinstance(node, trees.AnswerTo) and node.op == "answer":
        return named(node)
    return VALUE + node.name if isinstance(node, trees.Calculated) else ""


def sum_tree(keys: Sequence[str]) -> dict[str, Any] | None:
    """The sum of some answers; one of them alone is itself."""
    parts = [{"op": "answer", **asked(key)} for key in keys]
    return {"op": "add", "of": parts} if parts else None
