"""What nearly every page of a respondent asks of the database, in one statement each.

Each is the same text for everybody, so that PostgreSQL plans it once in a connection.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import lru_cache

from django.db import connection
from django.db.models import Field, TextField
from django.db.models.expressions import RawSQL

from feedback.answering import quota_groups
from feedback.answering.merging import Merged
from feedback.answering.models import Receipt, SurveyResponse
from feedback.answering.stored import Stored
from studies.people.models import ConsentVersion

State = SurveyResponse.State
_TABLE = connection.ops.quote_name(SurveyResponse._meta.db_table)
_FIND = (
    "SELECT state, answers, clock, merging, partner_id, over_quota, "
    f"{quota_groups.SELECT} FROM {_TABLE} WHERE id = %s"
)
_SAVE = (
    f"UPDATE {_TABLE} SET answers = answers || %s::jsonb, clock = %s, "
    "merging = %s::jsonb, language = %s WHERE id = %s AND state = %s AND clock = %s"
)
# Values that no field changes on their way; an enum of texts is none of them.
_AS_THEY_ARE = frozenset({str, int, bool, uuid.UUID, date, datetime})


@dataclass(frozen=True)
class Whole:
    """One response as the page before sending, and sending itself, need it."""

    stored: Stored
    survey_id: int
    is_anonymous: bool
    is_practice: bool
    is_pilot: bool
    personal_link_id: uuid.UUID | None
    consent: tuple[int | None, str, Mapping[str, bool]]  # what the person agreed to
    consent_now: int | None  # the version that people read today


def find(response_id: uuid.UUID) -> Stored | None:
    with connection.prepared_cursor() as cursor:
        cursor.execute(_FIND, [response_id])
        row = cursor.fetchone()
    return _stored(row) if row else None


def find_whole(response_id: uuid.UUID) -> Whole | None:
    with connection.prepared_cursor() as cursor:
        cursor.execute(_whole(), [response_id])
        row = cursor.fetchone()
    if row is None:
        return None
    *facts, version, language, purposes, now = row[7:]
    consent = (version, language, json.loads(purposes))
    return Whole(_stored(row[:7]), *facts, consent, now)


def insert_once(row: SurveyResponse) -> bool:
    """INSERT … ON CONFLICT DO NOTHING, as one statement that says what it did."""
    statement, fields = _insert()
    values = [_ready(each, each.pre_save(row, add=True)) for each in fields]
    with connection.prepared_cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount == 1


def save_once(response_id: uuid.UUID, merged: Merged, language: str) -> bool:
    """False where somebody else saved in between."""
    with connection.prepared_cursor() as cursor:
        cursor.execute(
            _SAVE,
            [
                json.dumps(merged.changes),
                merged.clock,
                json.dumps(merged.remembered()),
                language,
                response_id,
                State.STARTED,
                merged.clock - 1,
            ],
        )
        return cursor.rowcount == 1


def mark_over(response_id: uuid.UUID, numbers: list[int]) -> None:
    """Keep of which quotas the person was told that they are full."""
    with connection.prepared_cursor() as cursor:
        cursor.execute(
            f"UPDATE {_TABLE} SET over_quota = %s WHERE id = %s AND state = %s",
            [numbers, response_id, State.STARTED],
        )


def send_once(
    response_id: uuid.UUID, clock: int, values: Mapping[str, object], code_hash: str
) -> bool:
    """Set `values` on a response and write its receipt, both or neither.

    False where it was sent, taken back or saved again since `clock`. Raises
    IntegrityError where its personal link has brought answers before.
    """
    statement, fields = _send(tuple(values))
    ready = map(_ready, fields, values.values())
    with connection.prepared_cursor() as cursor:
        cursor.execute(
            statement, [*ready, response_id, State.STARTED, clock, code_hash]
        )
        return cursor.rowcount == 1


def _stored(row: tuple) -> Stored:
    state, answers, clock, merging, partner_id, over_quota, groups = row
    stored = Stored.of_row(state, json.loads(answers), clock, json.loads(merging))
    return replace(
        stored,
        partner_id=partner_id,
        over_quota=tuple(over_quota),
        groups=quota_groups.read(groups),
    )


def _ready(field: Field, value: object) -> object:
    """As the driver takes it; most values are so already."""
    if type(value) in _AS_THEY_ARE:
        return value
    return field.get_db_prep_save(value, connection)


def _column(field: Field) -> str:
    return connection.ops.quote_name(field.column)


@lru_cache(maxsize=1)
def _insert() -> tuple[str, list[Field]]:
    rows = SurveyResponse._meta.concrete_fields
    fields = [each for each in rows if each.name != "folded"]
    columns = ", ".join(map(_column, fields))
    places = ", ".join(["%s"] * len(fields))
    into = f"INSERT INTO {_TABLE} ({columns}) VALUES ({places})"
    return f"{into} ON CONFLICT DO NOTHING", fields


@lru_cache(maxsize=8)
def _send(names: tuple[str, ...]) -> tuple[str, list[Field]]:
    fields = [SurveyResponse._meta.get_field(name) for name in names]
    changes = ", ".join(f"{_column(each)} = %s" for each in fields)
    receipts = connection.ops.quote_name(Receipt._meta.db_table)
    return (
        f"WITH sent AS (UPDATE {_TABLE} SET {changes} "
        "WHERE id = %s AND state = %s AND clock = %s RETURNING id) "
        f"INSERT INTO {receipts} (code_hash, response) SELECT %s, id FROM sent",
        fields,
    )


@lru_cache(maxsize=1)
def _whole() -> str:
    """The look-up as SQL, built once: building it costs more than running it."""
    rows = SurveyResponse.objects.filter(pk=uuid.UUID(int=0)).values_list(
        "state",
        "answers",
        "clock",
        "merging",
        "partner_id",
        "over_quota",
        RawSQL(quota_groups.SELECT, [], output_field=TextField()),
        "survey_id",
        "is_anonymous",
        "is_practice",
        "is_pilot",
        "personal_link_id",
        "consent_version_id",
        "consent_language",
        "consents",
        ConsentVersion.objects.in_force_at("survey__activity__"),
    )
    statement, parameters = rows.query.sql_with_params()
    assert len(parameters) == 1
    return statement
