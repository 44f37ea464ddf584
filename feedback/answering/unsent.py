"""Answers that nobody sent: erased once the days that people were told are over."""

import logging
from collections import Counter
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from feedback.answering.models import ResumeCode, SurveyResponse, UnsentTally
from feedback.surveys.models import Survey

log = logging.getLogger(__name__)

# So many rows are held at once; whoever answers another one never waits.
BATCH = 500


def erase_all(*, now: datetime | None = None) -> int:
    """Erase in each survey what is over there; repeating erases nothing more."""
    rows = SurveyResponse.objects.filter(state=SurveyResponse.State.STARTED)
    begun = Survey.objects.filter(pk__in=rows.order_by().values("survey"))
    found = begun.select_related("activity__agency").order_by("pk")
    return sum(erase(survey, now=now) for survey in found)


def erase(survey: Survey, *, now: datetime | None = None) -> int:
    """Erase the survey's answers whose last day is over where its agency is."""
    activity = survey.activity
    today = timezone.localdate(now, timezone=activity.agency.zone)
    first_kept = today - timedelta(days=activity.unsent_days)
    number = 0
    while erased := _erase_some(survey.pk, first_kept):
        number += erased
    if number:
        log.info("unsent_answers_erased", extra={"survey": survey.pk, "people": number})
    return number


@transaction.atomic
def _erase_some(survey_id: int, first_kept) -> int:
    """A batch, passing by what is being saved or sent at this moment."""
    over = SurveyResponse.objects.filter(
        survey=survey_id,
        state=SurveyResponse.State.STARTED,
        started_on__lt=first_kept,
    )
    rows = over.select_for_update(skip_locked=True).order_by("pk")
    found = rows.values_list(
        "pk", "is_practice", "language", "partner", "mode", "is_synthetic"
    )[:BATCH]
    ids, places = [], Counter()
    for pk, is_practice, *place in found:
        ids.append(pk)
        if not is_practice:
            places[tuple(place)] += 1
    _count(survey_id, places)
    ResumeCode.objects.filter(response__in=ids).delete()
    SurveyResponse.objects.filter(pk__in=ids).delete()
    return len(ids)


def _count(survey_id: int, places: Counter) -> None:
    for place, people in sorted(places.items(), key=str):
        language, partner_id, mode, is_synthetic = place
        row, _is_new = UnsentTally.objects.get_or_create(
            survey_id=survey_id,
            language=language,
            partner_id=partner_id,
            mode=mode,
            is_synthetic=is_synthetic,
        )
        UnsentTally.objects.filter(pk=row.pk).update(people=F("people") + people)
