import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import children
import plain

SLEEP = ("-c", "import time; time.sleep(600)")


@pytest.fixture
def group(tmp_path):
    group = children.Children(tmp_path / "log")
    yield group
    group.stop()


def test_stop_ends_every_child(group):
    group.start("one", *SLEEP)
    group.start("other", *SLEEP)
    processes = [child.process for child in group.by_name.values()]

    group.stop()

    assert [process.poll() for process in processes] == [-signal.SIGTERM] * 2


def test_a_child_that_fails_at_once_is_told_with_its_last_words(group):
    group.start("web", "-c", "raise SystemExit('the port is taken')")
    group.by_name["web"].process.wait()

    with pytest.raises(plain.Trouble, match="(?s)“web” ended.*the port is taken"):
        group.look_after()


def test_a_child_that_was_well_is_started_again(group, capsys):
    group.start("worker", *SLEEP)
    child = group.by_name["worker"]
    group.by_name["worker"] = child._replace(born=child.born - 3600)
    child.process.kill()
    child.process.wait()

    group.look_after()

    assert group.by_name["worker"].process.poll() is None
    assert "“worker” ended by itself and is started again" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells children")
def test_children_end_when_the_script_is_killed(tmp_path):
    program = (
        "import os, sys; from pathlib import Path; from children import Children;"
        f"group = Children(Path(sys.argv[1])); group.start('one', *{SLEEP!r});"
        "print(group.by_name['one'].process.pid, flush=True); input()"
    )
    script = subprocess.Popen(
        [sys.executable, "-c", program, str(tmp_path)],
        env={**os.environ, "PYTHONPATH": str(Path(plain.ROOT) / "scripts")},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    child = int(script.stdout.readline())
    watched = os.pidfd_open(child)

    script.kill()
    script.communicate()

    ended, _, _ = select.select([watched], [], [], 30)
    os.close(watched)
    assert ended == [watched]
