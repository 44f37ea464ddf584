"""What a worker asks first, of a ledger of years; `outreach_due ROWS`, see outreach.py.

Most of it is over; one row in fifty is a reminder for a later day, and each of three
mailings has a few messages due. Indexes go while it is filled, and come back as they
were.
"""

import json
import sys
import time
import uuid
from collections.abc import Callable
from itertools import count

from django.db import connection, transaction
from django.utils import timezone

from studies.outreach import ledger
from studies.outreach.models import Wave
from tests import make
from tests.outreach.proof import town

WAVES, TIMES = 200, 15
FILL = """
INSERT INTO studies_delivery (id, wave_id, step, state, reason, due_at, since, trail,
                              attempts, no_reminder, verdict, handed_over_at)
SELECT gen_random_uuid(), (%(waves)s::bigint[])[1 + number %% %(mailings)s],
       CASE WHEN waits THEN 'reminder' ELSE 'invitation' END,
       CASE WHEN waits THEN 'queued' ELSE 'handed_over' END, '',
       CASE WHEN waits THEN now() + '3 days' ELSE at END, at, '', 0, FALSE, '',
       CASE WHEN waits THEN NULL ELSE at END
  FROM generate_series(1, %(rows)s) AS number,
       LATERAL (SELECT number / %(mailings)s %% 50 = 0, now() - '90 days'::interval)
            AS what (waits, at)
"""
NOW_DUE = """
UPDATE studies_delivery
   SET state = 'queued', due_at = now() - '1 minute'::interval, handed_over_at = NULL
 WHERE id IN (SELECT id FROM studies_delivery WHERE wave_id = %s LIMIT %s)
"""


def main(rows: int) -> None:
    waves = _waves()
    # What the steps before have left is not counted with ours.
    Wave.objects.exclude(pk__in=waves).update(state=Wave.State.PAUSED)
    indexes = _take_indexes_away()
    with connection.cursor() as cursor:
        cursor.execute(FILL, {"waves": waves, "rows": rows, "mailings": WAVES})
        for statement in indexes:
            cursor.execute(statement)
        for wave in waves[:3]:
            cursor.execute(NOW_DUE, [wave, 2 * ledger.BATCH])
        cursor.execute("VACUUM ANALYZE studies_delivery")
    now = timezone.now()
    found = {
        "rows": rows,
        "check": _timed(lambda: _check(now, set(waves[:3]))),
        "claim": _timed(lambda: _claim(waves[0], now)),
    }
    print(json.dumps(found))


def _waves() -> list[int]:
    agency = town.place_where_it_is_morning()
    activity = make.open_activity(agency=agency)
    first = make.wave(activity, [make.person(agency=agency)])
    first.deliveries.all().delete()
    words = {"agency": agency, "activity": activity, "first": first.first}
    words |= {"reminder": first.reminder, "state": Wave.State.RUNNING}
    rows = [Wave(started_at=timezone.now(), **words) for _ in range(WAVES)]
    return [row.pk for row in Wave.objects.bulk_create(rows)]


def _take_indexes_away() -> list[str]:
    """Gives the statements that bring back all but those of keys and constraints."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes"
            " WHERE tablename = 'studies_delivery' AND indexname NOT IN"
            " (SELECT conname FROM pg_constraint)"
        )
        found = cursor.fetchall()
        for name, _statement in found:
            cursor.execute(f'DROP INDEX "{name}"')
    return [statement for _name, statement in found]


def _check(now, due: set[int]) -> None:
    """As deliver_due begins, each minute and whenever a worker is woken."""
    ledger.set_aside_lost(now)
    if set(ledger.due_waves(now)) != due:
        raise SystemExit("Not the mailings that have something due.")


def _claim(wave: int, now) -> None:
    with transaction.atomic():
        if len(ledger.claim(wave, uuid.uuid4(), now)) != ledger.BATCH:
            raise SystemExit("Not a whole batch.")
        transaction.set_rollback(True)


def _timed(step: Callable[[], None]) -> list[float]:
    times = []
    for _ in range(TIMES):
        began = time.perf_counter()
        step()
        times.append((time.perf_counter() - began) * 1000)
    return times


if __name__ == "__main__":
    # The steps share a database, so their numbered names must differ.
    make._numbers = count(2_000_000)
    main(int(sys.argv[1]))
