"""The one column plan that every export format is written from."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from feedback.answering.masking import mask
from feedback.results.asked import Documents
from feedback.surveys.kinds import KINDS
from feedback.surveys.rules.piping import unasked_texts

# Columns about the response itself. Names of questions never begin with "_".
ABOUT = (
    "_response",
    "_version",
    "_language",
    "_partner",
    "_day",
    "_mode",
    "_synthetic",
    "_practice",
    "_pilot",
)


@dataclass(frozen=True)
class Exported:
    """One response as the database gives it, in the order of `FIELDS`."""

    id: UUID
    version: int
    language: str
    partner: str | None
    submitted_on: Any
    mode: str
    is_synthetic: bool
    is_practice: bool
    is_pilot: bool
    answers: Mapping[str, Any]


FIELDS = (
    "id",
    "version__number",
    "language",
    "partner__name",
    "submitted_on",
    "mode",
    "is_synthetic",
    "is_practice",
    "is_pilot",
    "answers",
)


@dataclass(frozen=True)
class PlannedColumn:
    """A column of answers: its name in files, its question, and its label.

    `stem` is the name that its kind gave it, before two columns could share one.
    """

    name: str
    key: str
    label: str
    when_not_shown: str
    stem: str


@dataclass(frozen=True)
class Plan:
    """Columns of all versions joined by question key, and how a row is made.

    `places` says for each version and question where its cells stand.
    """

    columns: tuple[PlannedColumn, ...]
    places: Mapping[int, list[tuple[Mapping[str, Any], list[int]]]]

    @property
    def names(self) -> list[str]:
        return [*ABOUT, *(column.name for column in self.columns)]

    def row(self, response: Exported) -> list[str]:
        cells = [column.when_not_shown for column in self.columns]
        for question, places in self.places[response.version]:
            answer = _masked(response.answers.get(question["key"]))
            found = KINDS[question["kind"]].cells(question, answer)
            for place, cell in zip(places, found, strict=True):
                cells[place] = cell
        return [
            str(response.id),
            str(response.version),
            response.language,
            response.partner or "",
            response.submitted_on.isoformat(),
            response.mode,
            str(int(response.is_synthetic)),
            str(int(response.is_practice)),
            str(int(response.is_pilot)),
            *cells,
        ]


def _masked(answer: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if answer and "text" in answer:
        return {**answer, "text": mask(answer["text"])}
    return answer


def plan(documents: Documents) -> Plan:
    """Questions in the newest order, older ones after them; names never repeat."""
    columns: dict[tuple[str, str], PlannedColumn] = {}
    wanted: dict[int, list[tuple[Mapping, list[tuple[str, str]]]]] = {}
    for number in sorted(documents, reverse=True):
        document = documents[number]
        texts = unasked_texts(document["texts"][document["source_language"]])
        wanted[number] = []
        for question in document["questions"]:
            kind, key = KINDS[question["kind"]], question["key"]
            planned = kind.columns(question, texts)
            blank = kind.cells(question, None)
            for column, empty in zip(planned, blank, strict=True):
                name = column.name
                made = PlannedColumn(name, key, column.label, empty, name)
                columns.setdefault((key, column.name), made)
            names = [(key, column.name) for column in planned]
            wanted[number].append((question, names))
    ordered = _by_question(columns)
    index = {identity: place for place, identity in enumerate(ordered)}
    places = {
        number: [
            (question, [index[name] for name in names]) for question, names in rows
        ]
        for number, rows in wanted.items()
    }
    return Plan(tuple(_distinct([columns[key] for key in ordered])), places)


def _by_question(columns: Mapping[tuple[str, str], PlannedColumn]) -> list:
    """A column that only an older version has stands beside its question's others."""
    keys = {
        key: place for place, key in enumerate(dict.fromkeys(k for k, _ in columns))
    }
    return sorted(columns, key=lambda identity: keys[identity[0]])


def _distinct(columns: list[PlannedColumn]) -> list[PlannedColumn]:
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
