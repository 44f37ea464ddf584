"""Erases what people leave unfinished: on a shared screen, or where it ends for them."""

import uuid
from datetime import timedelta

from django.utils import timezone

from feedback.answering import unsent
from feedback.answering.attempts import Attempt
from feedback.answering.models import SurveyResponse
from studies.agencies.models import Agency

# A day is over there when nobody can sit at a screen that was in use before midnight.
DAY_ENDS = timedelta(hours=3)


def wipe(response_id: uuid.UUID) -> bool:
    """Erase the unfinished answers of one person; what was sent stays.

    What somebody began elsewhere than at a shared screen stays as well.
    """
    return unsent.erase_one(response_id, SurveyResponse.Mode.KIOSK)


def stop(attempt: Attempt) -> bool:
    """Erase what somebody answered whose group is full, where it ends for them."""
    return unsent.erase_one(attempt.response_id, attempt.mode)


def wipe_left() -> int:
    """Erase what screens left that lost their power or their cookies; how many.

    Nothing says when somebody answered but the day: it is over where the agency is.
    """
    left = SurveyResponse.objects.left_on_kiosks()
    agencies = left.values_list("survey__activity__agency", flat=True).distinct()
    gone = 0
    for agency in Agency.objects.filter(pk__in=list(agencies)):
        there = timezone.localtime(timezone=agency.zone)
        today = (there - DAY_ENDS).date()
        rows = left.filter(survey__activity__agency=agency, started_on__lt=today)
        while erased := unsent.erase_batch(rows):
            gone += erased
    return gone
