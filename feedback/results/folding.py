import json
from collections import Counter

from django.db import connection, transaction

from feedback.answering.models import SurveyResponse
from feedback.results import tallying
from feedback.results.counting import counted
from feedback.surveys.models import Survey, SurveyVersion
from studies.people import conversations

State = SurveyResponse.State
# Small enough that taking back an answer never waits long for the lock.
BATCH = 500


def fold(survey_id: int) -> int:
    """Count the responses that wait; returns how many.

    Where another worker is at it, nothing is done: what it leaves is offered again.
    """
    folded = 0
    while batch := _fold_batch(survey_id):
        folded += batch
        if batch < BATCH:
            break
    return folded


def fold_waiting() -> int:
    """Fold every survey that has responses waiting."""
    waiting = SurveyResponse.objects.waiting_to_fold()
    surveys = waiting.order_by("survey").values_list("survey", flat=True).distinct()
    return sum(fold(survey_id) for survey_id in surveys)


@transaction.atomic
def _fold_batch(survey_id: int) -> int:
    """Counters, conversations and the mark on each response: all of them or none."""
    if not tallying.try_lock(survey_id):
        return 0
    waiting = SurveyResponse.objects.waiting_to_fold().filter(survey=survey_id)
    batch = list(
        waiting.select_for_update(skip_locked=True).only(
            "id",
            "version_id",
            "language",
            "mode",
            "proxy_reason",
            "state",
            "partner_id",
            "personal_link_id",
            "is_synthetic",
            "submitted_on",
            "answers",
        )[:BATCH]
    )
    if not batch:
        return 0
    found, batch = len(batch), _without_replaced(batch)
    documents = documents_of({response.version_id for response in batch})
    counts = {r.pk: counted(documents[r.version_id], r.answers) for r in batch}
    changes = Counter()
    for response in batch:
        changes.update(tallying.cells_of(response, counts[response.pk]))
    tallying.change(survey_id, changes)
    _mark(counts)
    _record_conversations(survey_id, batch)
    _replace_unfinished(batch)
    return found


def _without_replaced(batch: list[SurveyResponse]) -> list[SurveyResponse]:
    """Leave out who stopped part-way where the same personal link has sent all.

    That may have been sent, and counted, while the unfinished one was being settled.
    """
    links = {r.personal_link_id for r in batch if r.state == State.PARTIAL} - {None}
    sent = SurveyResponse.objects.submitted().filter(personal_link__in=links)
    used = set(sent.values_list("personal_link", flat=True)) if links else set()
    replaced = {
        r.pk for r in batch if r.state == State.PARTIAL and r.personal_link_id in used
    }
    if replaced:
        rows = SurveyResponse.objects.filter(pk__in=replaced)
        rows.update(is_left_out=True)
    return [response for response in batch if response.pk not in replaced]


def _replace_unfinished(batch: list[SurveyResponse]) -> None:
    """Who stopped part-way, and sent all later by the same personal link, counts once.

    The unfinished response is left out, and no judgment of anybody says so.
    """
    links = {r.personal_link_id for r in batch if r.is_finished} - {None}
    if not links:
        return
    counted = SurveyResponse.objects.counted().filter(state="partial")
    for response in counted.filter(personal_link__in=links).select_for_update():
        if response.folded is not None:
            unfold(response)
        response.is_left_out, response.folded = True, None
        response.save(update_fields=["is_left_out", "folded"])


def documents_of(version_ids: set[int]) -> dict[int, dict]:
    rows = SurveyVersion.objects.filter(pk__in=version_ids)
    return dict(rows.values_list("pk", "document"))


def _mark(counts: dict) -> None:
    """Each response remembers what was counted, so that exactly that can be undone."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE feedback_surveyresponse AS response
            SET folded = counted.folded
            FROM unnest(%s::uuid[], %s::jsonb[]) AS counted(id, folded)
            WHERE response.id = counted.id
            """,
            [list(counts), [json.dumps(found) for found in counts.values()]],
        )


def _record_conversations(
    survey_id: int, batch: list[SurveyResponse], sign: int = 1
) -> None:
    met = [response for response in batch if response.is_met]
    if not met:  # whoever stopped part-way, or is answered for, is in no head count
        return
    activity_id = Survey.objects.values_list("activity", flat=True).get(pk=survey_id)
    people = Counter((r.submitted_on, r.language, r.is_synthetic) for r in met)
    for (day, language, is_synthetic), number in sorted(people.items()):
        conversations.record_survey_conversations(
            activity_id,
            day=day,
            language=language,
            people=sign * number,
            is_synthetic=is_synthetic,
        )


def unfold(response: SurveyResponse) -> None:
    """Take out exactly what was counted; the survey's lock and the row are the caller's.

    That we met the person is forgotten too, unless the round is closed: its head count
    is frozen then.
    """
    counts = tallying.cells_of(response, response.folded)
    tallying.change(response.survey_id, {cell: -n for cell, n in counts.items()})
    _record_conversations(response.survey_id, [response], -1)
