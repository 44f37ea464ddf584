"""Answers whose time is over: the rows go, and the totals that were shown stay."""

from collections import Counter

from django.db import transaction

from feedback.answering import unsent
from feedback.answering.models import Receipt, ResumeCode, SurveyResponse
from feedback.results import folding, tallying
from feedback.safety import actions as safety
from feedback.surveys.models import Survey
from studies.people import agreeing, holds
from studies.planning.models import Study

BATCH = 500
State = SurveyResponse.State


def let_go(study: Study, *, dry_run: bool) -> Counter:
    """Erase all answers of a study's surveys, in short batches; how many went."""
    surveys = Survey.objects.filter(activity__round__study=study).order_by("pk")
    ids = list(surveys.values_list("pk", flat=True))
    if dry_run:
        rows = SurveyResponse.objects.still_there().filter(survey__in=ids)
        return Counter(answers=rows.count())
    return sum((_let_go(study, survey_id) for survey_id in ids), Counter())


def _let_go(study: Study, survey_id: int) -> Counter:
    folding.fold(survey_id)
    went = Counter()
    while some := _begun_batch(study, survey_id):
        went["answers"] += some
    while (batch := _batch(study, survey_id)) is not None:
        went["answers"] += batch
    return went


@transaction.atomic
def _begun_batch(study: Study, survey_id: int) -> int:
    """Some of what nobody sent; none from when a legal hold keeps it."""
    if holds.pauses(study.agency_id, study.pk):
        return 0
    begun = SurveyResponse.objects.filter(survey=survey_id, state=State.STARTED)
    return unsent.erase_batch(begun)


@transaction.atomic
def _batch(study: Study, survey_id: int) -> int | None:
    """Some of the rows; None when none is left but what still has to be counted.

    Each asks anew, because a legal hold may have been set since the one before.
    """
    if holds.pauses(study.agency_id, study.pk):
        return None
    tallying.lock(survey_id)
    rows = SurveyResponse.objects.filter(survey=survey_id).exclude(state=State.STARTED)
    late = SurveyResponse.objects.waiting_to_fold().filter(survey=survey_id)
    rows = rows.exclude(pk__in=late.values("pk")).select_for_update(of=["self"])
    batch = list(rows.order_by("pk")[:BATCH])
    if not batch:
        return None
    ids = [row.pk for row in batch]
    for row in batch:
        safety.forget(row.pk)
        if row.participant_id and row.consent_version_id:
            agreeing.keep_record(
                row.participant_id,
                row.consent_version_id,
                [purpose for purpose, given in row.consents.items() if given],
                language=row.consent_language,
                on=row.submitted_on,
            )
    Receipt.objects.filter(response__in=ids).delete()
    ResumeCode.objects.filter(response__in=ids).delete()
    SurveyResponse.objects.filter(pk__in=ids).delete()
    return sum(row.state != State.WITHDRAWN for row in batch)
