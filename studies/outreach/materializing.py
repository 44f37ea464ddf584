from datetime import datetime, timedelta

from django.db import connection

from studies.outreach.models import Delivery, Wave, trail
from studies.outreach.quiet_hours import openings

OF_AGENCY = ""  # the clock of whoever named none


def materialize(wave: Wave, now: datetime) -> int:
    """Queue one row for each step and person of the audience, in one statement a step.

    Repeating adds only newcomers: delivery_once_per_step_and_person keeps the rest.
    Reminders are queued from the start, and each is asked again when it is due.
    """
    return sum(queue(wave, step, now) for step in wave.steps_from_start)


def queue(wave: Wave, step: str, now: datetime) -> int:
    """One row of one step for each person, in one statement."""
    clocks = wave.audience.order_by().values_list("time_zone", flat=True).distinct()
    clocks = {*clocks, OF_AGENCY}
    steps = wave.steps_from_start
    waits = [wave.wait(one) for one in steps[: steps.index(step) + 1]]
    due_at = now + sum(waits, timedelta())
    return _insert(wave, step, now, openings(wave.agency, clocks, due_at))


def _insert(wave: Wave, step: str, now: datetime, due: dict[str, datetime]) -> int:
    """`due` says for each clock of the audience when it is day there.

    Whoever moves to another clock meanwhile has the agency's, and is asked again.
    """
    study = wave.about
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO studies_delivery
                   (id, wave_id, step, person_id, participant_id, state, reason,
                    due_at, since, trail, attempts, no_reminder, verdict)
            SELECT gen_random_uuid(), %s, %s, audience.person_id, participant.id,
                   %s, '', coalesce(due.at, %s), %s, %s, 0, FALSE, ''
              FROM studies_wave_audience AS audience
              JOIN studies_person AS person ON person.id = audience.person_id
              LEFT JOIN unnest(%s::text[], %s::timestamptz[]) AS due (clock, at)
                ON due.clock = person.time_zone
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
                due[OF_AGENCY],
                now,
                trail.word(Delivery.State.QUEUED, now),
                list(due),
                list(due.values()),
                study.pk if study else None,
                wave.pk,
            ],
        )
        return cursor.rowcount
