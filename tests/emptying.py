"""Emptying the database after tests whose transactions are committed.

Django truncates every table and makes content types and permissions anew, which takes
longer than most such tests; deleting the few rows that they left does not.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.test import TransactionTestCase
from psycopg import sql

# Made by the migrations, the same for every test.
STAYING = {"django_content_type", "auth_permission", "django_migrations"}
GUARDED = """
SELECT DISTINCT relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid
WHERE NOT tgisinternal AND relnamespace = 'public'::regnamespace ORDER BY relname
"""


def empty_quickly() -> None:
    """Do so from now on, instead of what Django does."""
    TransactionTestCase._fixture_teardown = lambda case: empty()


@contextmanager
def put_off() -> Iterator[None]:
    """Tests that end meanwhile leave what they wrote."""
    usual = TransactionTestCase._fixture_teardown
    TransactionTestCase._fixture_teardown = lambda case: None
    try:
        yield
    finally:
        TransactionTestCase._fixture_teardown = usual


@transaction.atomic
def empty() -> None:
    """Take every row away, once nobody else is writing any more."""
    with connection.cursor() as cursor:
        names = connection.introspection.table_names(cursor)
        cursor.execute(GUARDED)
        guarded = [name for (name,) in cursor.fetchall()]
        # As TRUNCATE does: a request that goes on after its test ends first.
        listed = sql.SQL(", ").join(map(sql.Identifier, names))
        lock = sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE")
        cursor.execute(lock.format(listed))
        _each(cursor, "ALTER TABLE {} DISABLE TRIGGER USER", guarded)
        _each(cursor, "DELETE FROM {}", [name for name in names if name not in STAYING])
        # Rows go in any order; a table is changed again only once nothing is open.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        _each(cursor, "ALTER TABLE {} ENABLE TRIGGER USER", guarded)


def _each(cursor, statement: str, names: list[str]) -> None:
    text = sql.SQL(statement)
    cursor.execute(
        sql.SQL("; ").join(text.format(sql.Identifier(name)) for name in names)
    )
