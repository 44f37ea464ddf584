from datetime import date

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.people.models import Conversation, Level, Method, Participant
from studies.planning.models import Activity, Round, Segment, Study

LEVEL_OF_METHOD = {
    Method.INTERVIEW: Level.TALKED_TO,
    Method.TEST: Level.TALKED_TO,
    Method.CALL: Level.TALKED_TO,
    Method.COUNTER: Level.TALKED_TO,
    Method.WORKSHOP: Level.CO_DESIGNED,
}


def check_took_place(held_on: date, method: str) -> None:
    """What is logged by hand was held already, and is no survey."""
    if method == Method.SURVEY:
        raise Refusal(
            _("Survey answers count by themselves. Choose how you talked."),
            code="survey",
        )
    if held_on > timezone.localdate():
        raise Refusal(
            _("This day has not come yet. Log what already took place."), code="future"
        )


@transaction.atomic
def log(
    round_: Round,
    *,
    held_on: date,
    method: str,
    people: int,
    language: str,
    heard: str,
    by: User | None,
    segments: list[Segment] = (),
    participant: Participant | None = None,
    level: int | None = None,
    is_proxy: bool = False,
    is_synthetic: bool = False,
) -> Conversation:
    """Record that the team talked with people; the level follows from the method.

    Survey answers are not logged by hand: they come from the answers themselves.
    """
    check_took_place(held_on, method)
    conversation = Conversation.objects.create(
        agency=round_.study.agency,
        round=round_,
        participant=participant,
        held_on=held_on,
        method=method,
        level=level or LEVEL_OF_METHOD[Method(method)],
        people=1 if participant else people,
        language=language,
        heard=heard.strip(),
        is_proxy=is_proxy,
        is_synthetic=is_synthetic,
        logged_by=by,
    )
    conversation.segments.set(segments)
    return conversation


def record_survey_conversations(
    activity_id: int, *, day: date, language: str, people: int, is_synthetic: bool
) -> None:
    """Add people heard by a survey that day, or take some away again (negative).

    One row per activity, day and language; an activity outside any round has no
    round to count for and records nothing. Nor does one whose round is closed: its
    head count is frozen, for those who come late and for those who leave.
    """
    activity = Activity.objects.select_related("round").get(pk=activity_id)
    round_ = activity.round
    if round_ is None or round_.state == Round.State.CLOSED or people == 0:
        return
    # One statement, so that two folders never lose each other's count.
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO studies_conversation
                (agency_id, round_id, activity_id, held_on, method, level, people,
                 language, heard, is_proxy, is_synthetic, logged_at)
            VALUES (%s, %s, %s, %s, 'survey', 1, GREATEST(%s, 0), %s, '', FALSE, %s,
                    now())
            ON CONFLICT (activity_id, held_on, language, is_synthetic)
                WHERE method = 'survey'
            DO UPDATE SET people = GREATEST(studies_conversation.people + %s, 0)
            """,
            [
                activity.agency_id,
                round_.pk,
                activity_id,
                day,
                people,
                language,
                is_synthetic,
                people,
            ],
        )


@transaction.atomic
def forget(participant: Participant) -> int:
    """Erase what we heard from one person in talks; returns in how many.

    In a closed round the head count is frozen: there it stays that we met somebody,
    and of which group. In others the talk goes altogether.
    """
    theirs = Conversation.objects.select_for_update(of=["self"]).filter(
        participant=participant
    )
    rows = list(theirs.select_related("round"))
    closed = [row.pk for row in rows if row.round.state == Round.State.CLOSED]
    Conversation.objects.filter(pk__in=closed).update(
        heard="", participant=None, people=1
    )
    Conversation.objects.filter(participant=participant).delete()
    past = Conversation.history.filter(id__in=[row.pk for row in rows])
    past.exclude(id__in=closed).delete()
    past.update(participant=None)
    return len(rows)


def forget_study(study: Study, *, dry_run: bool = False) -> int:
    """What we heard in its talks goes; that we met people stays."""
    told = Conversation.objects.filter(round__study=study).exclude(heard="")
    return told.count() if dry_run else told.update(heard="")
