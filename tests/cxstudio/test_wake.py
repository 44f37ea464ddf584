"""Waking a worker and counting an opening: somebody waits for the page meanwhile."""

import socket
import time

import pytest
from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

from cxstudio import quick_cache, wake
from cxstudio.celery import app
from studies.partners import openings


@pytest.fixture(params=["refuses", "answers nothing"])
def broker_away(request, monkeypatch, settings):
    """A port where nobody listens, or somebody who never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"redis://127.0.0.1:{server.getsockname()[1]}/0"
        if request.param == "refuses":
            server.close()
        monkeypatch.setattr(app.conf, "broker_url", url)
        settings.REDIS_URL = url
        quick_cache.client.cache_clear()
        yield
    quick_cache.client.cache_clear()


def test_nobody_waits_a_second_for_a_broker_that_is_away(broker_away, caplog):
    began = time.monotonic()

    wake._send("results.fold", ["1"])
    openings.note("link", "finishes")

    assert time.monotonic() - began < 1
    events = [record.getMessage() for record in caplog.records]
    assert events == ["broker_down", "link_count_lost"]


def test_a_page_that_asks_the_cache_hears_soon_that_it_is_away(broker_away, settings):
    cache = RedisCache(settings.REDIS_URL, settings.CACHES["default"])
    began = time.monotonic()

    with pytest.raises(RedisError):
        cache.get("ready")

    assert time.monotonic() - began < 2


@pytest.mark.django_db
def test_a_woken_worker_finds_the_task_in_the_queue(
    django_capture_on_commit_callbacks,
):
    with django_capture_on_commit_callbacks(execute=True):
        wake.on_commit("results.fold", 7)

    with app.connection_for_read() as broker:
        waiting = broker.SimpleQueue("celery")
        message = waiting.get(timeout=5)
        message.ack()
        waiting.close()
    assert message.headers["task"] == "results.fold"
    assert message.payload[0] == ["7"]
