"""Answers that nobody sent: settled once the days that people were told are over."""

import logging
import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from feedback.answering import partial
from feedback.answering.models import ResumeCode, SurveyResponse, UnsentTally
from feedback.surveys.models import Survey
from studies.agencies.models import Agency
from studies.people import holds

log = logging.getLogger(__name__)

# So many rows are held at once; whoever answers another one never waits.
BATCH = 500
# What of a response is still counted once it is erased.
_COUNTED = ("is_practice", "survey", "language", "partner", "mode", "is_synthetic")


def settle_all(*, now: datetime | None = None) -> int:
    """Settle in each survey what is over there; repeating settles nothing more.

    A survey that fails keeps none of the others waiting; it is raised at the end.
    """
    settled, errors = 0, []
    for survey in _begun():
        try:
            settled += settle(survey, now=now)
        except Exception as error:
            log.exception("unsent_answers_failed", extra={"survey": survey.pk})
            errors.append(error)
    if errors:
        raise ExceptionGroup("Answers of some surveys were not settled", errors)
    return settled


def settle_agency(agency: Agency, *, dry_run: bool = False) -> int:
    """The same for one agency; or how many it would be, and nothing is changed."""
    surveys = _begun().filter(activity__agency=agency)
    if not dry_run:
        return sum(settle(survey) for survey in surveys)
    free = [survey for survey in surveys if not _is_held(survey)]
    return sum(_over(row.pk, _first_kept(row)).count() for row in free)


def _begun() -> QuerySet[Survey]:
    rows = SurveyResponse.objects.filter(state=SurveyResponse.State.STARTED)
    begun = Survey.objects.filter(pk__in=rows.order_by().values("survey"))
    related = begun.select_related("activity__agency", "activity__round__study")
    return related.order_by("pk")


def _is_held(survey: Survey) -> bool:
    activity = survey.activity
    return holds.pauses(activity.agency_id, activity.study and activity.study.pk)


def settle(survey: Survey, *, now: datetime | None = None) -> int:
    """Erase the survey's answers whose last day is over where its agency is.

    Where people were told that what they answered counts, it does from now on. That day
    is the one that the page with the code names: `going_on.works_until`. What a legal
    hold keeps waits for its end.
    """
    first_kept = _first_kept(survey, now)
    counted, erased = _settle_told(survey, first_kept)
    over = _over(survey.pk, first_kept).filter(is_kept_unsent=False)
    while some := _erase_some(survey, over):
        erased += some
    for event, people in (("erased", erased), ("counted", counted)):
        if people:
            facts = {"survey": survey.pk, "people": people}
            log.info(f"unsent_answers_{event}", extra=facts)
    return erased + counted


def _first_kept(survey: Survey, now: datetime | None = None) -> date:
    activity = survey.activity
    today = timezone.localdate(now, timezone=activity.agency.zone)
    return today - timedelta(days=activity.unsent_days)


def _settle_told(survey: Survey, first_kept: date) -> tuple[int, int]:
    """How many of those who were told so count from now on, and how many do not."""
    told = _over(survey.pk, first_kept).filter(is_kept_unsent=True)
    counted = erased = 0
    while any(some := _settle_some(survey, told)):
        counted, erased = counted + some[0], erased + some[1]
    return counted, erased


# Each batch asks in its own transaction: a hold may be set between two of them.
@transaction.atomic
def _settle_some(survey: Survey, told: QuerySet) -> tuple[int, int]:
    if _is_held(survey):
        return 0, 0
    return partial.settle_batch(told, erase_batch, BATCH)


@transaction.atomic
def _erase_some(survey: Survey, over: QuerySet) -> int:
    return 0 if _is_held(survey) else erase_batch(over)


def _over(survey_id: int, first_kept: date) -> QuerySet:
    return SurveyResponse.objects.filter(
        survey=survey_id,
        state=SurveyResponse.State.STARTED,
        started_on__lt=first_kept,
    )


@transaction.atomic
def erase_batch(begun: QuerySet) -> int:
    """Some of these, passing by what is being saved or sent at this moment.

    That somebody began stays known, by number alone.
    """
    rows = begun.select_for_update(skip_locked=True, of=["self"]).order_by("pk")
    found = list(rows.values_list("pk", *_COUNTED)[:BATCH])
    ids = [pk for pk, *_place in found]
    _count(place for _pk, *place in found)
    ResumeCode.objects.filter(response__in=ids).delete()
    SurveyResponse.objects.filter(pk__in=ids).delete()
    return len(ids)


def erase_one(response_id: uuid.UUID, mode: str) -> bool:
    """Erase what one person began in this way; what was sent meanwhile stays.

    One statement waits for whoever saves it at this moment. That somebody began stays
    known, by number alone.
    """
    table, *columns = _quoted()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"DELETE FROM {table} WHERE id = %s AND state = %s AND mode = %s "
            f"RETURNING {', '.join(columns)}",
            [response_id, SurveyResponse.State.STARTED, mode],
        )
        gone = cursor.fetchall()
        _count(gone)
    return bool(gone)


def _quoted() -> list[str]:
    fields = [SurveyResponse._meta.get_field(name) for name in _COUNTED]
    names = [SurveyResponse._meta.db_table, *(field.column for field in fields)]
    return [connection.ops.quote_name(name) for name in names]


def _count(erased: Iterable[Sequence]) -> None:
    """Add up rows of `_COUNTED`; practice is in no number."""
    places = Counter(tuple(place) for is_practice, *place in erased if not is_practice)
    for place, people in sorted(places.items(), key=str):
        survey_id, language, partner_id, mode, is_synthetic = place
        row, _is_new = UnsentTally.objects.get_or_create(
            survey_id=survey_id,
            language=language,
            partner_id=partner_id,
            mode=mode,
            is_synthetic=is_synthetic,
        )
        UnsentTally.objects.filter(pk=row.pk).update(people=F("people") + people)
