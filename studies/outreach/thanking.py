"""A thank-you waits for the answer, so it is queued when somebody has taken part."""

from datetime import datetime, timedelta

from django.db import connection

from cxstudio import wake
from studies.outreach.models import REACHED, Delivery, Step, Wave, trail

# So long after its last day, a survey's answers are all thanked for.
LONG_OVER = timedelta(days=30)


def thank_due(now: datetime) -> int:
    """Queue a thank-you for everyone of a mailing who took part since; returns how many.

    Repeating adds only newcomers: delivery_once_per_step_and_person keeps the rest.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO studies_delivery
                   (id, wave_id, step, person_id, participant_id, state, reason,
                    due_at, since, trail, attempts, no_reminder, verdict)
            SELECT gen_random_uuid(), wave.id, %s, invited.person_id,
                   invited.participant_id, %s, '',
                   %s + wave.thanks_after_days * interval '1 day', %s, %s,
                   0, FALSE, ''
              FROM studies_wave AS wave
              JOIN studies_activity AS activity
                ON activity.id = wave.activity_id
               AND (activity.closes_at IS NULL OR activity.closes_at > %s)
              JOIN studies_invitelink AS link
                ON link.activity_id = wave.activity_id AND link.finishes > 0
              JOIN studies_delivery AS invited
                ON invited.wave_id = wave.id
               AND invited.participant_id = link.participant_id
               AND invited.step = %s
               AND invited.state = ANY(%s)
               AND invited.person_id IS NOT NULL
             WHERE wave.state = %s AND wave.thanks_id IS NOT NULL
               AND NOT EXISTS (
                   SELECT 1 FROM studies_delivery AS thanked
                    WHERE thanked.wave_id = wave.id AND thanked.step = %s
                      AND thanked.person_id = invited.person_id)
            ON CONFLICT (wave_id, step, person_id) DO NOTHING
            """,
            [
                Step.THANKS,
                Delivery.State.QUEUED,
                now,
                now,
                trail.word(Delivery.State.QUEUED, now),
                now - LONG_OVER,
                Step.INVITATION,
                [str(state) for state in REACHED],
                Wave.State.RUNNING,
                Step.THANKS,
            ],
        )
        queued = cursor.rowcount
    if queued:
        wake.on_commit("outreach.deliver_due")
    return queued
