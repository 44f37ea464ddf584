import logging

from django.db import transaction
from kombu.exceptions import OperationalError

from cxstudio.celery import app

log = logging.getLogger(__name__)


def on_commit(task: str, *ids: object) -> None:
    """Tell a worker, by task name, that a row waits; sent after the commit.

    A message is only an alarm clock: the row is the queue and beat offers it again,
    so a broker that is down delays work and never fails the request that made it.
    """
    transaction.on_commit(lambda: _send(task, [str(pk) for pk in ids]))


def _send(task: str, ids: list[str]) -> None:
    try:
        app.send_task(task, args=ids, retry=False, ignore_result=True)
    except OperationalError:
        log.warning("broker_down", extra={"task": task})
