"""The time of the database, which is one and the same for all workers."""

import time
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection


def database_now() -> datetime:
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


@dataclass
class DatabaseClock:
    """Asks the database once and counts on from there, whatever this machine's own
    clock says, and however it is set meanwhile."""

    began: datetime = field(default_factory=database_now)
    counted_from: float = field(default_factory=time.monotonic)

    def __call__(self) -> datetime:
        return self.began + timedelta(seconds=time.monotonic() - self.counted_from)
