"""A real Celery worker beside the test, on its database and its part of Valkey."""

import os
import subprocess
import sys
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

from cxstudio.celery import app
from tests import environment

COMMAND = "-m celery -A cxstudio worker -P solo --without-gossip --without-mingle"


def start(base_url: str, smtp_port: int) -> subprocess.Popen:
    present = urlsplit(os.environ["CXSTUDIO_DATABASE_URL"])
    database = present._replace(path="/" + connection.settings_dict["NAME"])
    more = {
        "CXSTUDIO_DATABASE_URL": database.geturl(),
        "CXSTUDIO_BASE_URL": base_url,
        "CXSTUDIO_EMAIL_URL": f"smtp://127.0.0.1:{smtp_port}",
        "DJANGO_SETTINGS_MODULE": "cxstudio.settings",
    }
    return subprocess.Popen(
        [sys.executable, *COMMAND.split()],
        cwd=environment.ROOT,
        env=os.environ | more,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def stop(worker: subprocess.Popen) -> None:
    worker.terminate()
    try:
        worker.wait(10)
    except subprocess.TimeoutExpired:
        worker.kill()
        worker.wait()


def beat() -> None:
    """Wake the worker for all that is waiting, as beat does every minute."""
    for entry in settings.CELERY_BEAT_SCHEDULE.values():
        app.send_task(entry["task"])


def finished_all(seconds: float = 20) -> None:
    """Until the worker has done all that it was woken for: it answers in turn."""
    app.control.ping(timeout=seconds, limit=1)
