"""Answers that never count: those of practice mode, and of a pilot."""

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.answering.models import Receipt, ResumeCode, SurveyResponse
from feedback.surveys.drafting import locked
from feedback.surveys.models import Survey
from studies.agencies.models import User
from studies.partners import actions as partners
from studies.planning import activities


@transaction.atomic
def begin(survey_id: int, *, by: User) -> None:
    """Let everybody try the survey; refused once somebody answered for real."""
    survey = locked(survey_id)
    if survey.responses.counted().exists():
        raise Refusal(
            _(
                "People have answered for real, so this survey can't practice any "
                "more. Nothing was changed. Copy it to practice with the copy."
            ),
            code="has_answers",
        )
    activities.practice(survey.activity_id, on=True, by=by)


@transaction.atomic
def leave(survey_id: int, *, by: User) -> None:
    """Answers count from now on; those given before, or begun before, never will."""
    survey = locked(survey_id)
    activities.practice(survey.activity_id, on=False, by=by)
    _free_links(survey.responses.practice())


@transaction.atomic
def throw_away(survey_id: int, *, by: User) -> int:
    """Delete every practice answer for good; pilots and answers that count stay."""
    survey = locked(survey_id)
    rows = survey.responses.practice()
    _free_links(rows)
    ids = list(rows.values_list("pk", flat=True))
    Receipt.objects.filter(response__in=ids).delete()
    ResumeCode.objects.filter(response__in=ids).delete()
    SurveyResponse.objects.filter(pk__in=ids).delete()
    return len(ids)


def stamp_pilots(survey_id: int) -> None:
    """Tell the round how many people tried the questions in each language."""
    activity_id = Survey.objects.values_list("activity", flat=True).get(pk=survey_id)
    rows = SurveyResponse.objects.pilot().filter(survey=survey_id).order_by()
    people = rows.values_list("language").annotate(Count("pk"))
    activities.stamp_pilots(activity_id, dict(people))


def _free_links(rows) -> None:
    """A personal link that brought practice may still bring the answer that counts."""
    held = rows.exclude(personal_link=None)
    partners.free_personal(list(held.values_list("personal_link", flat=True)))
    held.update(personal_link=None)
