from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import lru_cache

from django.db import connection
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from feedback.surveys.models import Survey, SurveyVersion
from studies.partners import short_codes, tokens
from studies.partners.models import InviteLink
from studies.people import terms
from studies.people.models import ConsentVersion
from studies.people.terms import Terms
from studies.planning.models import Activity
from studies.planning.models.activity import in_practice

# No activity has it; looked for where there is no link, as one would be.
NOTHING = 0


class Door(StrEnum):
    """What somebody finds behind an address that we know."""

    OPEN = "open"
    NOT_YET = "not_yet"
    PAUSED = "paused"
    CLOSED = "closed"
    ENDED = "ended"  # the link, not the survey
    DONE = "done"


@dataclass(frozen=True)
class Entry:
    """The present state of one survey behind one address; new people start from it."""

    survey_id: int
    version_id: int | None
    activity_id: int
    state: str
    opens_at: datetime | None
    closes_at: datetime | None
    is_anonymous: bool
    minutes: int | None
    study_state: str | None
    is_practicing: bool = False
    study_paused_at: datetime | None = None
    consent_version_id: int | None = None  # what people are asked to agree to
    link: InviteLink | None = None

    @property
    def starts_at(self) -> datetime | None:
        """From when people may start here: by the survey, and by the link's partner."""
        if self.waits_for_yes:
            return None
        days = (self.opens_at, self.link and self.link.starts_at)
        return max((day for day in days if day), default=None)

    @property
    def door(self) -> Door:
        if self.link and _is_answered(self.link):
            return Door.DONE
        now, states = timezone.now(), Activity.State
        if self.state == states.CLOSED or (self.closes_at and self.closes_at <= now):
            return Door.CLOSED
        if self.link and not self.link.works:
            return Door.ENDED
        if self.version_id is None or self.state == states.DRAFT:
            return Door.NOT_YET
        if self.is_pilot:  # the questions are tried before they are asked
            return Door.OPEN
        is_early = self.waits_for_yes or (self.starts_at and now < self.starts_at)
        if is_early and not self.is_practicing:
            return Door.NOT_YET
        is_paused = self.state == states.PAUSED or self.study_paused_at
        return Door.PAUSED if is_paused else Door.OPEN

    @property
    def is_link_early(self) -> bool:
        """Whether it is the link that people wait for: its partner begins later."""
        link = self.link
        if self.waits_for_yes:
            return True
        return bool(link and link.begins_later and link.starts_at == self.starts_at)

    @property
    def waits_for_yes(self) -> bool:
        """Its partner has not accepted what we ask of it, so nobody knows from when."""
        return bool(self.link and self.link.waits_for_yes)

    @property
    def is_practice(self) -> bool:
        """No answer counts, because of the study, the survey or the link."""
        return in_practice(self.study_state, self.is_practicing) or self.is_pilot

    @property
    def is_kiosk(self) -> bool:
        return bool(self.link and self.link.is_kiosk)

    @property
    def is_pilot(self) -> bool:
        return bool(self.link and self.link.is_pilot)

    @property
    def has_partner(self) -> bool:
        return bool(self.link and self.link.partner_id)

    @property
    def terms(self) -> Terms | None:
        found = self.consent_version_id
        return terms.of_version(found) if found else None

    @property
    def is_personal(self) -> bool:
        return bool(self.link and self.link.is_personal)


def by_slug(slug: str) -> Entry | None:
    """The survey at its open address; one query."""
    return _find("activity__slug", slug)


def by_token(token: str) -> Entry | None:
    """The survey behind an invite link; None where no link has this token.

    A link that has ended still opens: whoever holds it reads so, and what changed.
    """
    link = tokens.find(token)
    return _of_link(link) if link else None


def by_short_code(readings: list[str]) -> Entry | None:
    """The survey behind a typed code, where it still leads to one.

    What is over says the same as what never was, and takes as long to say it, so that
    nobody learns codes by trying.
    """
    link = short_codes.find(readings)
    entry = _find("activity_id", link.activity_id if link else NOTHING, link)
    return entry if entry and entry.door not in (Door.CLOSED, Door.ENDED) else None


def _of_link(link: InviteLink) -> Entry | None:
    return _find("activity_id", link.activity_id, link)


def _is_answered(link: InviteLink) -> bool:
    return link.is_personal and link.finishes > 0 and link.revoked_at is None


def _find(field: str, value: object, link: InviteLink | None = None) -> Entry | None:
    with connection.prepared_cursor() as cursor:
        cursor.execute(_statement(field), [value])
        row = cursor.fetchone()
    return Entry(*row, link) if row else None


@lru_cache(maxsize=2)
def _statement(field: str) -> str:
    """The look-up as SQL, built once: building it costs more than running it."""
    newest = SurveyVersion.objects.filter(survey=OuterRef("pk")).order_by("-number")
    rows = Survey.objects.filter(activity__archived_at=None, **{field: 0})
    columns = rows.order_by().values_list(
        "pk",
        Subquery(newest.values("pk")[:1]),
        "activity_id",
        "activity__state",
        "activity__opens_at",
        "activity__closes_at",
        "activity__anonymous",
        "activity__minutes",
        "activity__round__study__state",
        "activity__is_practicing",
        "activity__round__study__paused_at",
        ConsentVersion.objects.in_force_at("activity__"),
    )
    statement, parameters = columns.query.sql_with_params()
    assert len(parameters) == 1
    return statement
