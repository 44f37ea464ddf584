from datetime import datetime

from django.db import connection

from studies.outreach.models import Delivery, Wave, trail


def materialize(wave: Wave, now: datetime) -> int:
    """Queue one row for each step and person of the audience, in one statement a step.

    Repeating adds only newcomers: delivery_once_per_step_and_person keeps the rest.
    Reminders are queued from the start, and each is asked again when it is due.
    """
    made, due_at = 0, now
    for step in wave.steps_from_start:
        due_at += wave.wait(step)
        made += _insert(wave, step, now, due_at)
    return made


def _insert(wave: Wave, step: str, now: datetime, due_at: datetime) -> int:
    study = wave.about
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO studies_delivery
                   (id, wave_id, step, person_id, participant_id, state, reason,
                    due_at, since, trail, attempts, no_reminder, verdict)
            SELECT gen_random_uuid(), %s, %s, audience.person_id, participant.id,
                   %s, '', %s, %s, %s, 0, FALSE, ''
              FROM studies_wave_audience AS audience
              LEFT JOIN studies_participant AS participant
                     ON participant.person_id = audience.person_id
                    AND participant.study_id = %s
             WHERE audience.wave_id = %s
            ON CONFLICT (wave_id, step, person_id) DO NOTHING
            """,
            [
                wave.pk,
                step,
                Delivery.State.QUEUED,
                due_at,
                now,
                trail.word(Delivery.State.QUEUED, now),
                study.pk if study else None,
                wave.pk,
            ],
        )
        return cursor.rowcount
