"""How fast messages may leave: so many a second for a mailing, so many in all.

Workers share a limit by taking turns in a row of the database, one message at a time,
so that none is ahead of another and none that dies takes its turns along.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection

from studies.outreach.models import Wave

EVERYTHING = "all"
# A turn further off than this is not waited for: other mailings may go meanwhile.
PATIENCE = timedelta(seconds=5)


class NotYet(Exception):
    """Its pace lets no message go before this moment."""

    def __init__(self, until: datetime):
        super().__init__(until)
        self.until = until


@dataclass(frozen=True)
class Pacer:
    """Waits for the turn of each message of one batch."""

    lanes: tuple[tuple[str, float], ...]  # name, messages a second
    clock: Callable[[], datetime]
    wait: Callable[[float], None] = time.sleep

    @classmethod
    def of(
        cls,
        wave: Wave,
        clock: Callable[[], datetime],
        wait: Callable[[float], None] = time.sleep,
    ) -> "Pacer":
        limits = {
            f"mailing {wave.pk}": float(wave.per_second or 0),
            EVERYTHING: settings.MESSAGES_PER_SECOND,
        }
        lanes = tuple((name, limit) for name, limit in limits.items() if limit)
        return cls(lanes, clock, wait)

    def turn(self) -> None:
        """Returns when the next message may leave; NotYet where that is too far off."""
        for name, per_second in self.lanes:
            now = self.clock()
            at = _take(name, timedelta(seconds=1 / per_second), now)
            if at > now:
                self.wait((at - now).total_seconds())


def _take(name: str, apart: timedelta, now: datetime) -> datetime:
    """The moment of the next turn, which is then taken."""
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO studies_pace AS pace (name, free_at) VALUES (%s, %s)
            ON CONFLICT (name) DO UPDATE
               SET free_at = greatest(pace.free_at, %s) + %s
             WHERE pace.free_at <= %s
            RETURNING free_at
            """,
            [name, now + apart, now, apart, now + PATIENCE],
        )
        if taken := cursor.fetchone():
            return taken[0] - apart
        cursor.execute("SELECT free_at FROM studies_pace WHERE name = %s", [name])
        raise NotYet(cursor.fetchone()[0])
