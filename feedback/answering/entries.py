from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from django.db.models import OuterRef, Subquery
from django.utils import timezone

from feedback.surveys.models import Survey, SurveyVersion
from studies.partners import tokens
from studies.partners.models import InviteLink
from studies.planning.models import Activity


class Door(StrEnum):
    """What somebody finds behind an address that we know."""

    OPEN = "open"
    NOT_YET = "not_yet"
    PAUSED = "paused"
    CLOSED = "closed"
    DONE = "done"


@dataclass(frozen=True)
class Entry:
    """The present state of one survey behind one address; new people start from it."""

    door: Door
    survey: Survey
    link: InviteLink | None = None

    @property
    def version_id(self) -> int | None:
        return self.survey.newest_version

    @property
    def is_practice(self) -> bool:
        study = self.survey.activity.study
        return bool(study and not study.counts)

    @property
    def has_partner(self) -> bool:
        return bool(self.link and self.link.partner_id)

    @property
    def is_personal(self) -> bool:
        return bool(self.link and self.link.is_personal)


def by_slug(slug: str) -> Entry | None:
    """The survey at its open address; one query."""
    survey = _surveys().filter(activity__slug=slug).first()
    return Entry(_door(survey, None), survey) if survey else None


def by_token(token: str) -> Entry | None:
    """The survey behind an invite link; None whatever the reason why it won't open.

    A personal link that brought its answers still opens: it says that they came.
    """
    link = tokens.find(token)
    if link is None or not (link.works or _is_answered(link)):
        return None
    survey = _surveys().filter(activity=link.activity_id).first()
    return Entry(_door(survey, link), survey, link) if survey else None


def _is_answered(link: InviteLink) -> bool:
    return link.is_personal and link.finishes > 0 and link.revoked_at is None


def _surveys():
    newest = SurveyVersion.objects.filter(survey=OuterRef("pk")).order_by("-number")
    return (
        Survey.objects.filter(activity__archived_at=None)
        .select_related("activity__agency", "activity__round__study")
        .annotate(newest_version=Subquery(newest.values("pk")[:1]))
    )


def _door(survey: Survey, link: InviteLink | None) -> Door:
    activity = survey.activity
    if link and _is_answered(link):
        return Door.DONE
    now, states = timezone.now(), Activity.State
    if activity.state == states.CLOSED:
        return Door.CLOSED
    if activity.closes_at and activity.closes_at <= now:
        return Door.CLOSED
    if survey.newest_version is None or activity.state == states.DRAFT:
        return Door.NOT_YET
    if activity.opens_at and now < activity.opens_at:
        return Door.NOT_YET
    return Door.PAUSED if activity.state == states.PAUSED else Door.OPEN
