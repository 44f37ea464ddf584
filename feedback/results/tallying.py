"""The one way to write tallies: under the survey's lock, all cells in one statement."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from django.db import connection

from feedback.answering.models import SurveyResponse

# Advisory locks are pairs of numbers; the first says what the second is the id of.
FOLDING_LOCK = 0x466F6C64


class Cell(NamedTuple):
    question_key: str
    code: str
    language: str
    partner_id: int | None
    is_synthetic: bool
    version_id: int
    mode: str = "self"
    is_partial: bool = False


def lock(survey_id: int) -> None:
    """Wait until nobody else counts this survey; held until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", [FOLDING_LOCK, survey_id]
        )


def try_lock(survey_id: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(%s, %s)", [FOLDING_LOCK, survey_id]
        )
        return cursor.fetchone()[0]


def cells_of(response, counts: list) -> Counter:
    """The cells that one response adds one to, or takes one from."""
    place = (
        response.language,
        response.partner_id,
        response.is_synthetic,
        response.version_id,
        response.mode,
        response.state == SurveyResponse.State.PARTIAL,
    )
    return Counter(Cell(key, code, *place) for key, code in counts)


def change(survey_id: int, changes: Mapping[Cell, int]) -> None:
    """Add to the counters, or take from them; the lock is the caller's.

    Two statements, because PostgreSQL checks "never negative" on a row that it would
    insert before it sees that the row is there already.
    """
    _run(ADD, survey_id, {cell: n for cell, n in changes.items() if n > 0})
    _run(TAKE, survey_id, {cell: n for cell, n in changes.items() if n < 0})


def _run(statement: str, survey_id: int, changes: Mapping[Cell, int]) -> None:
    if not changes:
        return
    rows = [(*cell, number) for cell, number in changes.items()]
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(statement, [*columns, survey_id])


CHANGES = """
    WITH change AS (
        SELECT * FROM unnest(
            %s::text[], %s::text[], %s::text[], %s::bigint[], %s::bool[],
            %s::bigint[], %s::text[], %s::bool[], %s::int[]
        ) AS given(
            question_key, code, language, partner_id, is_synthetic, version_id, mode,
            is_partial, number
        )
    )
"""
ADD = f"""{CHANGES}
    INSERT INTO feedback_tally AS tally
        (survey_id, question_key, code, language, partner_id, is_synthetic,
         version_id, mode, is_partial, count)
    SELECT %s, * FROM change
    ON CONFLICT (survey_id, question_key, code, language, partner_id, is_synthetic,
         version_id, mode, is_partial)
    DO UPDATE SET count = tally.count + excluded.count
"""
TAKE = f"""{CHANGES}
    UPDATE feedback_tally AS tally
    SET count = tally.count + change.number
    FROM change
    WHERE tally.survey_id = %s
        AND tally.question_key = change.question_key
        AND tally.code = change.code
        AND tally.language = change.language
        AND tally.partner_id IS NOT DISTINCT FROM change.partner_id
        AND tally.is_synthetic = change.is_synthetic
        AND tally.version_id = change.version_id
        AND tally.mode = change.mode
        AND tally.is_partial = change.is_partial
"""
