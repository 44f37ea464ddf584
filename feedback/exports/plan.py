"""The one column plan that every export format is written from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from feedback.answering.calculated import Calculated, of_response
from feedback.answering.masking import mask
from feedback.answering.models import SurveyResponse
from feedback.exports.columns import (
    NO_VALUE,
    NOT_RECORDED,
    Holds,
    PlannedColumn,
    columns_of,
    distinct,
    in_order,
)
from feedback.results.asked import Documents
from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import NOT_SHOWN
from feedback.surveys.kinds.ordering import is_shuffled
from studies.people.models import Purpose

# What people may agree to in a survey, beside taking part: {column: purpose}.
CONSENTS = {
    f"_consent_{purpose}": purpose
    for purpose in (Purpose.QUOTE, Purpose.SHARE, Purpose.ASK_AGAIN)
}
# Columns about the response itself. Names of questions never begin with "_".
ABOUT = (
    "_response",
    "_version",
    "_language",
    "_partner",
    "_day",
    "_finished",
    "_mode",
    "_help",
    "_proxy_reason",
    "_synthetic",
    "_practice",
    "_pilot",
    "_left_out",
    "_over_quota",
    "_full_quotas",
    "_consent_version",
    "_consent_language",
    *CONSENTS,
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
    choice_orders: Mapping[str, list[str]] = field(default_factory=dict)
    calculated: Calculated | None = None
    consent_version: int | None = None
    consent_language: str = ""
    consents: Mapping[str, bool] = field(default_factory=dict)
    help: Sequence[str] = ()
    proxy_reason: str = ""
    is_left_out: bool = False
    is_over_quota: bool = False
    over_quota: Sequence[int] = ()
    state: str = SurveyResponse.State.SUBMITTED


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
    "choice_orders",
    "calculated",
    "consent_version__number",
    "consent_language",
    "consents",
    "help",
    "proxy_reason",
    "is_left_out",
    "is_over_quota",
    "over_quota",
    "state",
)


@dataclass(frozen=True)
class Plan:
    """Columns of all versions joined by question key, and how a row is made."""

    columns: tuple[PlannedColumn, ...]
    documents: Documents
    # Of each version: its questions, and where the cells of each stand.
    places: Mapping[int, list[tuple[Mapping[str, Any], list[int]]]]
    orders: Mapping[int, list[tuple[Mapping[str, Any], int]]]
    values: Mapping[int, list[tuple[str, int]]]

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
        for question, place in self.orders[response.version]:
            cells[place] = _order(question, response)
        values = self.values[response.version]
        known = self._calculated(response) if values else {}
        for name, place in values:
            cells[place] = known.get(name) or NO_VALUE
        return [
            str(response.id),
            str(response.version),
            response.language,
            response.partner or "",
            response.submitted_on.isoformat(),
            str(int(response.state == SurveyResponse.State.SUBMITTED)),
            response.mode,
            " ".join(response.help),
            response.proxy_reason,
            str(int(response.is_synthetic)),
            str(int(response.is_practice)),
            str(int(response.is_pilot)),
            str(int(response.is_left_out)),
            str(int(response.is_over_quota)),
            " ".join(str(number) for number in response.over_quota),
            *_consent(response),
            *cells,
        ]

    def _calculated(self, response: Exported) -> Calculated:
        document = self.documents[response.version]
        return of_response(response.calculated, document, response.answers)


def _consent(response: Exported) -> list[str]:
    """1 = agreed, 0 = asked and did not, empty = not asked; never the same."""
    asked = [response.consents.get(purpose) for purpose in CONSENTS.values()]
    number = response.consent_version
    return [
        "" if number is None else str(number),
        response.consent_language,
        *("" if given is None else str(int(given)) for given in asked),
    ]


def _masked(answer: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    if answer and "text" in answer:
        return {**answer, "text": mask(answer["text"])}
    return answer


def _order(question: Mapping[str, Any], response: Exported) -> str:
    """The codes of the choices as this person saw them, first shown first."""
    if question["key"] not in response.answers:
        return NOT_SHOWN
    if not is_shuffled(question):
        return " ".join(choice["code"] for choice in question["choices"])
    return " ".join(response.choice_orders.get(question["key"], ())) or NOT_RECORDED


def plan(documents: Documents) -> Plan:
    """Questions in the newest order, older ones after them; names never repeat."""
    newest_first = {number: documents[number] for number in sorted(documents)[::-1]}
    shuffled = {
        question["key"]
        for document in newest_first.values()
        for question in document["questions"]
        if is_shuffled(question)
    }
    found = {
        number: list(columns_of(document, shuffled))
        for number, document in newest_first.items()
    }
    columns: dict[tuple, PlannedColumn] = {}
    for of_version in found.values():
        for _source, column in of_version:
            columns.setdefault(column.identity, column)
    ordered = in_order(columns)
    index = {column.identity: place for place, column in enumerate(ordered)}
    return Plan(
        tuple(distinct(ordered)),
        documents,
        places={n: _grouped(pairs, index) for n, pairs in found.items()},
        orders={n: _single(pairs, index, Holds.ORDER) for n, pairs in found.items()},
        values={n: _single(pairs, index, Holds.VALUE) for n, pairs in found.items()},
    )


def _grouped(pairs, index: Mapping[tuple, int]) -> list[tuple[Any, list[int]]]:
    """Each question with the places of all its answer's cells, also where it has none."""
    found: dict[str, tuple[Any, list[int]]] = {}
    for question, column in pairs:
        if column.holds == Holds.ANSWER:
            places = found.setdefault(column.key, (question, []))[1]
            places.append(index[column.identity])
    return list(found.values())


def _single(pairs, index: Mapping[tuple, int], holds: Holds) -> list[tuple[Any, int]]:
    return [
        (source, index[column.identity])
        for source, column in pairs
        if column.holds == holds
    ]
