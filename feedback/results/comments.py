"""What people wrote in their own words, masked before anybody reads it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.core.paginator import Paginator
from django.db import connection

from feedback.answering.masking import mask
from feedback.answering.models import SurveyResponse

NEWEST = 3


@dataclass(frozen=True)
class Comment:
    key: str
    response_id: UUID
    language: str
    day: date
    is_synthetic: bool
    words: str
    version: int = 0
    may_quote: bool = True


def newest(
    survey_id: int,
    keys: Sequence[str],
    *,
    is_synthetic: bool,
    language: str = "",
    partner: int | None | str = "",
    mode: str = "",
    is_finished: bool = False,
) -> dict[str, list[Comment]]:
    """The newest few of each question, in one query."""
    narrowing, values = _narrowing(language, partner, mode)
    states = ["submitted"] if is_finished else SurveyResponse.ENDED
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT asked.key, newest.id, newest.language, newest.submitted_on,
                newest.is_synthetic, version.number, newest.words
            FROM unnest(%s::text[]) AS asked(key)
            CROSS JOIN LATERAL (
                SELECT id, language, submitted_on, is_synthetic, version_id,
                    answers -> asked.key ->> 'text' AS words
                FROM feedback_surveyresponse
                WHERE survey_id = %s AND state = ANY(%s) AND NOT is_practice
                    AND NOT is_left_out AND NOT is_over_quota
                    AND is_synthetic = %s
                    AND answers -> asked.key ->> 'text' <> '' {narrowing}
                ORDER BY submitted_on DESC, id
                LIMIT {NEWEST}
            ) AS newest
            JOIN feedback_surveyversion AS version ON version.id = newest.version_id
            ORDER BY newest.submitted_on DESC, newest.id
            """,
            [list(keys), survey_id, [*states], is_synthetic, *values],
        )
        rows = cursor.fetchall()
    found: dict[str, list[Comment]] = {key: [] for key in keys}
    for key, *facts, version, words in rows:
        found[key].append(Comment(key, *facts, mask(words), version))
    return found


def _narrowing(language: str, partner: int | None | str, mode: str) -> tuple[str, list]:
    parts, values = [], []
    if language:
        parts.append("AND language = %s")
        values.append(language)
    if partner != "":
        parts.append("AND partner_id IS NOT DISTINCT FROM %s")
        values.append(partner)
    if mode:
        parts.append("AND mode = %s")
        values.append(mode)
    return " ".join(parts), values


def page_of_comments(rows, key: str, *, page: str | None, per_page: int):
    """One page of the responses that hold words at a question, as Comments."""
    holding = rows.filter(**{f"answers__{key}__has_key": "text"}, is_left_out=False)
    found = Paginator(holding, per_page).get_page(page)
    found.object_list = [
        Comment(
            key,
            row.pk,
            row.language,
            row.submitted_on,
            row.is_synthetic,
            mask(row.answers[key]["text"]),
            may_quote=row.may_quote,
        )
        for row in found.object_list
    ]
    return found
