"""Signs of life of what runs by itself, and one sentence where one is missing.

Scheduler and workers leave them in the database, because what they wake by may be the
very thing that is down.
"""

from django.db import connection
from django.utils.translation import ngettext

from cxstudio import wake

SCHEDULER, WORKER = "scheduler", "worker"
# Beat wakes each minute; a worker may be at one mailing for two.
SILENT_MINUTES = {SCHEDULER: 3, WORKER: 10}


def leave(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO studies_heartbeat (name, at) VALUES (%s, clock_timestamp())
            ON CONFLICT (name) DO UPDATE SET at = excluded.at
            """,
            [name],
        )


def trouble() -> str:
    """What stands still, since when and what it means; empty where all goes on.

    Silent where nothing has run yet: an installation that is only being set up.
    """
    silent = _silent_minutes()
    if (minutes := silent.get(SCHEDULER, 0)) >= SILENT_MINUTES[SCHEDULER]:
        return _scheduler(minutes) if wake.broker_answers() else _broker(minutes)
    if (minutes := silent.get(WORKER, 0)) >= SILENT_MINUTES[WORKER]:
        return _worker(minutes)
    return _sealed(silent["sealed"]) if silent["sealed"] else ""


def _silent_minutes() -> dict[str, int]:
    """And under "sealed" how many mailings wait for a key of the vault."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT name, extract(epoch FROM clock_timestamp() - at)::int / 60"
            " FROM studies_heartbeat UNION ALL"
            " SELECT 'sealed', count(*) FROM studies_wave"
            "  WHERE trouble = 'unreadable' AND state = 'running'"
        )
        return dict(cursor.fetchall())


def _broker(minutes: int) -> str:
    return ngettext(
        "Messages and files have waited for %(n)s minute, because the message broker "
        "does not answer. Nothing is lost: they go on when it is back. Tell whoever "
        "runs this installation.",
        "Messages and files have waited for %(n)s minutes, because the message broker "
        "does not answer. Nothing is lost: they go on when it is back. Tell whoever "
        "runs this installation.",
        minutes,
    ) % {"n": minutes}


def _scheduler(minutes: int) -> str:
    return ngettext(
        "The scheduler has not run for %(n)s minute, so messages and files wait. "
        "Nothing is lost. Tell whoever runs this installation.",
        "The scheduler has not run for %(n)s minutes, so messages and files wait. "
        "Nothing is lost. Tell whoever runs this installation.",
        minutes,
    ) % {"n": minutes}


def _sealed(mailings: int) -> str:
    """A worker lacks a key of the vault that others may have."""
    return ngettext(
        "%(n)s mailing waits, because some addresses can't be read where messages are "
        "sent. Nothing is lost: they go on when the key is there. Tell whoever runs "
        "this installation.",
        "%(n)s mailings wait, because some addresses can't be read where messages are "
        "sent. Nothing is lost: they go on when the key is there. Tell whoever runs "
        "this installation.",
        mailings,
    ) % {"n": mailings}


def _worker(minutes: int) -> str:
    return ngettext(
        "No worker has sent messages for %(n)s minute, so they wait. Nothing is lost. "
        "Tell whoever runs this installation.",
        "No worker has sent messages for %(n)s minutes, so they wait. Nothing is lost. "
        "Tell whoever runs this installation.",
        minutes,
    ) % {"n": minutes}
