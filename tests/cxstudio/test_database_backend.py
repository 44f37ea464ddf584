"""What our database backend asks less often than Django's, and still asks."""

import pytest
from django.db import DataError, connection
from django.test.utils import CaptureQueriesContext

from cxstudio.postgresql import base

pytestmark = pytest.mark.django_db


@pytest.fixture
def wrapper(monkeypatch):
    """A connection of its own, whose health is looked after."""
    own = connection.copy()
    own.connect()
    own.health_check_enabled = True
    yield own
    own.close()


def _kill(wrapper) -> None:
    with connection.cursor() as cursor:
        pid = wrapper.connection.info.backend_pid
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
        assert cursor.fetchone() == (True,)


def _next_request(wrapper, monkeypatch, *, after: float) -> None:
    then = base.time.monotonic() + after
    monkeypatch.setattr(base.time, "monotonic", lambda: then)
    wrapper.close_if_unusable_or_obsolete()


def test_a_connection_that_died_is_replaced_after_a_second(wrapper, monkeypatch):
    _kill(wrapper)

    _next_request(wrapper, monkeypatch, after=base.CHECK_SECONDS)

    with wrapper.cursor() as cursor:
        cursor.execute("SELECT 7")
        assert cursor.fetchone() == (7,)


def test_within_a_second_nobody_asks_again(wrapper, monkeypatch):
    asked = []
    monkeypatch.setattr(wrapper, "is_usable", lambda: asked.append(1) or True)

    _next_request(wrapper, monkeypatch, after=base.CHECK_SECONDS)
    wrapper.close_if_health_check_failed()
    _next_request(wrapper, monkeypatch, after=0.9)
    wrapper.close_if_health_check_failed()

    assert asked == [1]


def test_a_transaction_that_outlasts_the_second_is_not_taken_for_dead(
    wrapper, monkeypatch
):
    _next_request(wrapper, monkeypatch, after=0.1)
    wrapper.set_autocommit(False)
    with wrapper.cursor() as cursor:
        cursor.execute("SAVEPOINT here")
        with pytest.raises(DataError):
            cursor.execute("SELECT 1 / 0")

    then = base.time.monotonic() + base.CHECK_SECONDS
    monkeypatch.setattr(base.time, "monotonic", lambda: then)

    with wrapper.cursor() as cursor:
        cursor.execute("ROLLBACK TO SAVEPOINT here")
        cursor.execute("SELECT 11")
        assert cursor.fetchone() == (11,)


def test_a_prepared_statement_is_planned_once_and_counted_as_a_query():
    with CaptureQueriesContext(connection) as queries:
        for number in (1, 2):
            with connection.prepared_cursor() as cursor:
                cursor.execute("SELECT %s::int * 1009", [number])
                assert cursor.fetchone() == (number * 1009,)

    assert len(queries) == 2
    assert _prepared() == ["SELECT $1::int * 1009"]


def test_an_ordinary_statement_is_never_prepared():
    for _ in range(9):
        with connection.cursor() as cursor:
            cursor.execute("SELECT %s::int * 1013", [1])

    assert _prepared() == []


def test_behind_a_pooler_nothing_is_prepared(settings, wrapper):
    settings.PREPARES_STATEMENTS = False
    wrapper.close()

    with wrapper.prepared_cursor() as cursor:
        cursor.execute("SELECT %s::int * 1019", [2])
        assert cursor.fetchone() == (2038,)
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)


def _prepared() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement FROM pg_prepared_statements "
            "WHERE statement LIKE 'SELECT $1::int%'"
        )
        return [row[0] for row in cursor.fetchall()]
