"""The test's database as a copy of one that was migrated once.

Running every migration takes longer than most folders of tests, so the result is kept
beside the test databases, under a name that changes with whatever made it.
"""

import hashlib
from importlib import metadata
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from tests import quick_migrating

NAME = "cx_migrated_"
# Any number: whoever comes second waits for the first one's copy.
MAKING_LOCK = 4_107_002


def ensure() -> str:
    """The name of the migrated database of this code, made where it is missing.

    Ones of other code go, unless a run is copying from them this moment.
    """
    name = NAME + _fingerprint()
    with connection._nodb_cursor() as server:
        server.execute("SELECT pg_advisory_lock(%s)", [MAKING_LOCK])
        try:
            there = _present(server)
            for old in there - {name}:
                server.execute(_statement("DROP DATABASE IF EXISTS {}", old))
            if name not in there:
                _make(server, name)
        finally:
            server.execute("SELECT pg_advisory_unlock(%s)", [MAKING_LOCK])
    return name


def _fingerprint() -> str:
    """Of each migration and of the libraries that bring migrations of their own."""
    found = hashlib.sha256()
    for app in apps.get_app_configs():
        for path in sorted(Path(app.path, "migrations").glob("*.py")):
            found.update(f"{app.label} {path.name}\n".encode())
            found.update(path.read_bytes())
    found.update(metadata.version("django").encode())
    return found.hexdigest()[:16]


def _present(server) -> set[str]:
    server.execute(
        "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [NAME]
    )
    return {name for (name,) in server.fetchall()}


def _make(server, name: str) -> None:
    """Migrated under another name first: one that was cut off is never copied."""
    unfinished = NAME + "unfinished"
    server.execute(_statement("CREATE DATABASE {}", unfinished))
    usual = connection.settings_dict["NAME"]
    connection.close()
    connection.settings_dict["NAME"] = unfinished
    try:
        with quick_migrating.few_classes():
            call_command("migrate", verbosity=0, interactive=False)
    finally:
        connection.close()
        connection.settings_dict["NAME"] = usual
    server.execute(_statement("ALTER DATABASE {} RENAME TO {}", unfinished, name))


def _statement(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*map(sql.Identifier, names))
