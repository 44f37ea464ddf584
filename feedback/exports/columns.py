"""The columns of exports: which there are, what they hold, and in which order."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import NOT_SHOWN
from feedback.surveys.rules.piping import unasked_texts

# What is said of a calculated value and of an order that are not known.
NO_VALUE = "_no_value"
NOT_CALCULATED = "_not_calculated"
NOT_RECORDED = "_not_recorded"


class Holds(StrEnum):
    """What the cells of a column are."""

    ANSWER = "answer"
    ORDER = "order"
    VALUE = "value"


@dataclass(frozen=True)
class PlannedColumn:
    """A column: its name in files, its question or value, and what it holds.

    `stem` is the name that its kind gave it, before two columns could share one.
    """

    name: str
    key: str
    label: str
    when_not_shown: str
    stem: str
    holds: Holds = Holds.ANSWER

    @property
    def identity(self) -> tuple[str, Holds, str]:
        return (self.key, self.holds, self.stem)


def columns_of(
    document: Mapping[str, Any], shuffled: set[str]
) -> Iterable[tuple[Any, PlannedColumn]]:
    """The columns of one version, each with the question or the name it is of."""
    texts = unasked_texts(document["texts"][document["source_language"]])
    for question in document["questions"]:
        kind, key = KINDS[question["kind"]], question["key"]
        blank = kind.cells(question, None)
        for column, empty in zip(kind.columns(question, texts), blank, strict=True):
            name = column.name
            yield question, PlannedColumn(name, key, column.label, empty, name)
        if key in shuffled:
            name = f"{key}_order"
            label = texts.get(key, "")
            yield (
                question,
                PlannedColumn(name, key, label, NOT_SHOWN, name, Holds.ORDER),
            )
    for rule in document["rules"]:
        if rule["effect"] == "value":
            name = rule["key"]
            yield (
                name,
                PlannedColumn(name, name, name, NOT_CALCULATED, name, Holds.VALUE),
            )


def in_order(columns: Mapping[tuple, PlannedColumn]) -> list[PlannedColumn]:
    """A column that only an older version has stands beside its question's others.

    The order of choices stands behind their answers, and all that is calculated last.
    """
    keys = {
        key: place for place, key in enumerate(dict.fromkeys(k for k, *_ in columns))
    }

    def place(column: PlannedColumn):
        is_value, is_order = column.holds == Holds.VALUE, column.holds == Holds.ORDER
        return (is_value, keys[column.key], is_order)

    return sorted(columns.values(), key=place)


def distinct(columns: list[PlannedColumn]) -> list[PlannedColumn]:
    """Question "a" with code "b_c" and question "a_b" with "c" would share a name."""
    taken: set[str] = set()
    found = []
    for column in columns:
        name, number = column.name, 2
        while name in taken:
            name, number = f"{column.name}_{number}", number + 1
        taken.add(name)
        found.append(replace(column, name=name))
    return found
