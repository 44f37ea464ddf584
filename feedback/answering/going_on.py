"""The way back to answers that were begun: by a code, on any device, with no account."""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.urls import reverse

from feedback.answering import codes, editions, entries, walking, ways
from feedback.answering.attempts import Attempt
from feedback.answering.entries import Door
from feedback.answering.models import ResumeCode, SurveyResponse
from studies.partners import tokens
from studies.partners.models import InviteLink

# What the button of a page sends; the other one where something on it does not fit.
LATER = "later"
LATER_ANYWAY = "later_anyway"
WAYS = (LATER, LATER_ANYWAY)


@dataclass(frozen=True)
class Found:
    """Somebody's answers as a code finds them, and where they are answered."""

    response: SurveyResponse
    attempt: Attempt
    address: str
    is_by_link: bool

    @property
    def is_open(self) -> bool:
        return self.response.state == SurveyResponse.State.STARTED

    @property
    def is_partial(self) -> bool:
        return self.response.state == SurveyResponse.State.PARTIAL

    @property
    def is_taken_back(self) -> bool:
        return self.response.state == SurveyResponse.State.WITHDRAWN

    def where(self) -> str:
        """The page where they stood, also after the survey closed: they may finish."""
        token_or_slug = self.address.rstrip("/").rpartition("/")[2]
        find = entries.by_token if self.is_by_link else entries.by_slug
        entry = find(token_or_slug)
        if entry is None or entry.door == Door.DONE:
            return self.address
        document = editions.edition(self.response.version_id).document
        return self.address + walking.resume(document, self.response.answers)


def offer(response_id: uuid.UUID) -> None:
    """Let the code of a response lead back to it from now on; repeating does nothing."""
    table = connection.ops.quote_name(ResumeCode._meta.db_table)
    code_hash = codes.resume_hash(codes.resume_code(response_id))
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (code_hash, response) VALUES (%s, %s) "
            "ON CONFLICT DO NOTHING",
            [code_hash, response_id],
        )


def asked_for(response_id: uuid.UUID) -> SurveyResponse | None:
    """The response, where its code was asked for."""
    rows = SurveyResponse.objects.filter(pk=response_id)
    return rows.filter(pk__in=ResumeCode.objects.values("response")).first()


def works_until(started_on: date, days: int) -> date:
    """The last day on which answers that were not sent are still there."""
    return started_on + timedelta(days=days)


def find(readings: Sequence[str], came_by: str = "") -> Found | None:
    """The answers that a typed code leads to; `came_by` is the token of a link, or ""."""
    hashes = [codes.resume_hash(reading) for reading in readings]
    known = ResumeCode.objects.filter(code_hash__in=hashes)
    rows = SurveyResponse.objects.filter(pk__in=known.values("response"))
    response = rows.select_related("survey__activity__agency", "personal_link").first()
    if response is None or response.survey.activity.archived_at:
        return None
    link = _link(response, came_by)
    attempt = _attempt(response, link)
    if not attempt.may_go_on_elsewhere:
        return None
    if link:
        address = reverse("invite", args=[tokens.token_of(link)])
    else:
        address = reverse("respond-first", args=[response.survey.activity.slug])
    return Found(response, attempt, address, link is not None)


def _link(response: SurveyResponse, came_by: str) -> InviteLink | None:
    """Its personal link, else the one that somebody came by just now.

    An anonymous answer does not know its link: nothing is stored that could say so.
    """
    if response.personal_link_id:
        return response.personal_link
    link = tokens.find(came_by) if came_by else None
    ours = (response.survey.activity_id, response.partner_id, response.is_pilot)
    if link and (link.activity_id, link.partner_id, link.is_pilot) == ours:
        return link
    return None


def _attempt(response: SurveyResponse, link: InviteLink | None) -> Attempt:
    way = ways.stored(response)
    return Attempt(
        response_id=response.pk,
        version_id=response.version_id,
        language=response.language,
        link_id=link.pk if link else None,
        is_personal=bool(link and link.is_personal),
        is_practice=response.is_practice,
        is_pilot=response.is_pilot,
        mode=way.mode,
        detail=way.detail,
        device=secrets.token_hex(4),
    )
