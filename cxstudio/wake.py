import logging

from django.db import transaction
from kombu import pools
from kombu.exceptions import OperationalError

from cxstudio.celery import app

log = logging.getLogger(__name__)

# Somebody waits for the page, and beat offers the row again in any case: one quick
# try, and another at once because the kept connection may be an old one.
HURRIED = {
    "socket_connect_timeout": 0.3,
    "socket_timeout": 0.3,
    "max_retries": 1,
    "interval_start": 0,
    "interval_max": 0,
    "connect_retries_timeout": 0.2,  # no other try after a slow one
}


def on_commit(task: str, *ids: object) -> None:
    """Tell a worker, by task name, that a row waits; sent after the commit.

    A message is only an alarm clock: the row is the queue and beat offers it again,
    so a broker that is down delays work and never fails the request that made it.
    """
    transaction.on_commit(lambda: _send(task, [str(pk) for pk in ids]))


def _send(task: str, ids: list[str]) -> None:
    broker = app.connection_for_write(transport_options=HURRIED)
    try:
        with pools.producers[broker].acquire(block=True) as producer:
            app.send_task(
                task, args=ids, producer=producer, retry=False, ignore_result=True
            )
    except OperationalError:
        log.warning("broker_down", extra={"task": task})


def broker_answers() -> bool:
    """One quick look, for a page that has reason to ask."""
    try:
        with app.connection_for_write(transport_options=HURRIED) as broker:
            broker.ensure_connection(max_retries=1, interval_start=0)
    except OperationalError:
        return False
    return True
