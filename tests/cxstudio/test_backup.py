"""The commands of docs/operations.md, run as they stand there."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg import sql

from cxstudio import embedded
from tests import make

ROOT = Path(settings.BASE_DIR)
GUIDE = (ROOT / "docs" / "operations.md").read_text()


def commands(name: str) -> str:
    block = re.search(rf"```sh {name}\n(.*?)```", GUIDE, re.DOTALL)
    assert block, f"docs/operations.md has no block `{name}`"
    return block[1]


def url_of(name: str) -> str:
    values = connection.settings_dict
    options = dict(values["OPTIONS"])
    host = values["HOST"] or options.pop("host", "")
    query = urlencode({"host": host} if host.startswith("/") else {})
    port = f":{values['PORT']}" if values["PORT"] else ""
    place = "" if host.startswith("/") else f"{host}{port}"
    password = f":{quote(values['PASSWORD'])}" if values["PASSWORD"] else ""
    return f"postgresql://{values['USER']}{password}@{place}/{name}?{query}"


def run(name: str, **variables: str) -> str:
    programs = embedded.programs()
    path = os.pathsep.join(
        [str(Path(sys.executable).parent), str(programs or ""), os.environ["PATH"]]
    )
    done = subprocess.run(
        ["bash", "-eu", "-c", commands(name)],
        cwd=ROOT,
        env={**os.environ, "PATH": path, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def empty_database():
    """A second database beside the test's own, dropped afterwards."""
    name = f"{connection.settings_dict['NAME']}_restored"
    drop = sql.SQL("DROP DATABASE IF EXISTS {}").format(sql.Identifier(name))
    with psycopg.connect(url_of("postgres"), autocommit=True) as server:
        server.execute(drop)
        server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    yield url_of(name)
    with psycopg.connect(url_of("postgres"), autocommit=True) as server:
        server.execute(drop)


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(
    not (embedded.programs() or shutil.which("pg_dump")), reason="needs pg_dump"
)
def test_a_backup_restores_every_row_and_file(tmp_path, empty_database):
    person = make.person(name="Ana Example", email="ana@example.org")
    make.published_survey()
    backup, media, restored = (tmp_path / name for name in ("backup", "media", "new"))
    for folder in (backup, media / "logos", restored):
        folder.mkdir(parents=True)
    (media / "logos" / "agency.png").write_bytes(b"a picture")
    here = url_of(connection.settings_dict["NAME"])

    run(
        "backup",
        BACKUP=str(backup),
        CXSTUDIO_DATABASE_URL=here,
        CXSTUDIO_MEDIA_ROOT=str(media),
    )
    run(
        "restore",
        BACKUP=str(backup),
        CXSTUDIO_DATABASE_URL=empty_database,
        CXSTUDIO_MEDIA_ROOT=str(restored),
    )
    run(
        "restore-check",
        CXSTUDIO_DATABASE_URL=empty_database,
        DJANGO_SETTINGS_MODULE="cxstudio.settings",
    )

    assert (restored / "logos" / "agency.png").read_bytes() == b"a picture"
    assert rows_of(empty_database) == rows_of(here)
    with psycopg.connect(empty_database) as database:
        sealed = database.execute("SELECT id, email FROM studies_person").fetchall()
    assert [pk for pk, _email in sealed] == [person.pk]
    assert b"ana@example.org" not in bytes(sealed[0][1])


def rows_of(url: str) -> dict[str, int]:
    """Rows by table, of every table."""
    with psycopg.connect(url) as database:
        tables = database.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {
            name: database.execute(
                sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(name))
            ).fetchone()[0]
            for (name,) in tables
        }
