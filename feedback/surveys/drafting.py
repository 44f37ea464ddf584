"""Writes to a survey as a whole: begin, describe, archive, bring back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from cxstudio.stale import refuse_stale
from feedback.surveys.markers import survey_marker
from feedback.surveys.models import Survey
from studies.agencies.models import Agency, User
from studies.planning import activities
from studies.planning.models import Activity, Round


@dataclass(frozen=True)
class SurveyDetails:
    """What a designer says about a survey, apart from its questions."""

    title: str
    purpose: str
    thanks: str
    layout: str
    anonymous: bool
    round: Round | None = None
    opens_at: datetime | None = None
    closes_at: datetime | None = None
    unsent_days: int | None = None  # None leaves them
    unsent: str | None = None  # the same
    shows_answers: bool = True
    legal: str = ""


@transaction.atomic
def create_survey(
    *,
    agency: Agency,
    title: str,
    anonymous: bool,
    round: Round | None = None,
    source_language: str = "en",
    by: User,
) -> Survey:
    """An empty draft, of a round or standing alone."""
    activity = activities.add_activity(
        agency=agency,
        kind=Activity.Kind.SURVEY,
        name=title,
        anonymous=anonymous,
        round=round,
        by=by,
    )
    survey = Survey(activity=activity, title=title, source_language=source_language)
    return save_survey(survey, by=by)


@transaction.atomic
def edit_survey(
    survey_id: int, details: SurveyDetails, *, marker: str, by: User
) -> Survey:
    """Change the draft's own texts and dates; what is published stays as it is."""
    survey = locked(survey_id)
    refuse_stale(marker, survey_marker(survey))
    survey.activity = activities.edit_activity(
        survey.activity_id,
        name=details.title,
        anonymous=details.anonymous,
        round=details.round,
        opens_at=details.opens_at,
        closes_at=details.closes_at,
        unsent_days=details.unsent_days,
        unsent=details.unsent,
        by=by,
    )
    survey.title, survey.purpose = details.title, details.purpose
    survey.thanks, survey.layout = details.thanks, details.layout
    survey.shows_answers, survey.legal = details.shows_answers, details.legal
    return save_survey(survey, by=by)


def locked(survey_id: int) -> Survey:
    """The survey, held until the transaction ends: its questions change one by one."""
    rows = Survey.objects.select_for_update(of=["self"])
    return rows.select_related("activity__agency").get(pk=survey_id)


def save_survey(survey: Survey, *, by: User) -> Survey:
    survey._history_user = by
    survey.save()
    return survey
