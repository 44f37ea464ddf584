"""Which groups somebody belongs to by what they answer, and the places kept for them."""

from __future__ import annotations

import json
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from feedback.surveys.kinds import Answer
from feedback.surveys.rules import program
from studies.partners import quota_places
from studies.partners.models import Quota

# The quotas of a response's survey, as one value of a statement that reads its row.
SELECT = """(
    SELECT jsonb_agg(jsonb_build_array(
        quota.id, quota.number, quota.question_key, quota.codes,
        quota.when_full, quota.lease_minutes
    ) ORDER BY quota.id)
    FROM studies_quota AS quota
    JOIN feedback_survey AS survey ON survey.activity_id = quota.activity_id
    WHERE survey.id = feedback_surveyresponse.survey_id AND quota.archived_at IS NULL
)"""


@dataclass(frozen=True)
class Group:
    """One quota of a survey: whoever chooses one of `codes` at a question."""

    quota_id: int
    number: int
    question_key: str
    codes: frozenset[str]
    stops: bool
    minutes: int

    def has(self, counted: Mapping[str, Answer]) -> bool:
        """Whether these answers, of the questions that show, say so."""
        answer = counted.get(self.question_key) or {}
        chosen = answer.get("codes") or [answer.get("code")]
        return not self.codes.isdisjoint(chosen)


def read(found: str | None) -> tuple[Group, ...]:
    """What SELECT gives; none for nearly every survey."""
    rows = json.loads(found) if found else []
    return tuple(
        Group(pk, number, key, frozenset(codes), when == Quota.WhenFull.STOP, minutes)
        for pk, number, key, codes, when, minutes in rows
    )


def of_quotas(quotas: Iterable[Quota]) -> tuple[Group, ...]:
    return tuple(
        Group(
            quota.pk,
            quota.number,
            quota.question_key,
            frozenset(quota.codes),
            quota.when_full == Quota.WhenFull.STOP,
            quota.lease_minutes,
        )
        for quota in quotas
    )


def of_answers(
    groups: Iterable[Group], document: Mapping[str, Any], answers: Mapping[str, Answer]
) -> list[Group]:
    """The groups of somebody with these answers; what does not show says nothing."""
    counted = program(document).walk(answers).counted
    return [group for group in groups if group.has(counted)]


def hold(
    response_id: uuid.UUID,
    mine: Collection[Group],
    *,
    told: Collection[int],
    partner_id: int | None,
) -> list[Group]:
    """Keep a place in each group; gives those to tell the person of that are full.

    None where another group still has a place for them: they count in that one.
    """
    asked = {g.quota_id: g.minutes for g in mine if g.number not in told}
    got = quota_places.hold(response_id, asked, partner_id=partner_id)
    return [] if got else [group for group in mine if group.quota_id in asked]


def take(
    response_id: uuid.UUID,
    mine: Collection[Group],
    *,
    told: Collection[int],
    partner_id: int | None,
) -> dict[str, object]:
    """Take the places of somebody who sends; what to keep of it, by column.

    Whoever was told that a group is full stays over it, as they read it.
    """
    asked = [group.quota_id for group in mine if group.number not in told]
    got = quota_places.take(response_id, asked, partner_id=partner_id)
    over = [group.number for group in mine if group.quota_id not in got]
    return {"over_quota": over, "is_over_quota": bool(over and not got)}
