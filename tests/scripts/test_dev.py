import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dev
import plain
import virtual_environment


@pytest.fixture
def nothing_to_set_up(monkeypatch):
    monkeypatch.setattr(dev, "set_up", lambda options: None)
    monkeypatch.setattr(dev, "inside", lambda name, options: None)


def test_an_unknown_command_shows_the_known_ones(capsys):
    code = dev.main(["dance"])

    assert code == 2
    assert capsys.readouterr().out == f"{dev.HELP}\n"


@pytest.mark.parametrize(
    "words", [["help"], ["--help"], ["run", "--help"], ["bench", "-h"]]
)
def test_whoever_asks_for_help_gets_it_and_nothing_is_started(words, capsys):
    assert dev.main(words) == 0
    assert capsys.readouterr().out == f"{dev.HELP}\n"


def test_trouble_is_told_without_a_trace(nothing_to_set_up, monkeypatch, capsys):
    def refuse(options):
        raise plain.Trouble("The disk is full.")

    monkeypatch.setattr(dev, "lint", refuse)

    code = dev.main(["lint"])

    assert (code, capsys.readouterr().out) == (1, "\nThe disk is full.\n")


def test_the_exit_code_of_a_command_is_the_scripts(nothing_to_set_up, monkeypatch):
    monkeypatch.setattr(dev, "lint", lambda options: 5)

    assert dev.main(["lint"]) == 5


@pytest.mark.parametrize(
    ("number", "told"),
    [
        (errno.ENOSPC, "The disk is full (/a)."),
        (errno.EACCES, "This may not be written or read by you (/a)."),
        (errno.EROFS, "The clone lies on a disk that cannot be written to (/a)."),
    ],
)
def test_faults_of_the_machine_are_told_plainly(number, told):
    error = OSError(number, os.strerror(number), "/a")

    assert dev.about_the_system(error).startswith(told)


def test_any_other_fault_is_not_hidden():
    error = OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output error"):
        dev.about_the_system(error)


def test_a_missing_venv_module_names_the_package(monkeypatch):
    monkeypatch.setattr(
        virtual_environment.importlib.util, "find_spec", lambda name: None
    )

    with pytest.raises(plain.Trouble, match="apt-get install python3-venv"):
        virtual_environment.create()


def test_an_older_python_is_told_which_one_is_needed():
    pretend = (
        "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['dev.py', 'run'];"
        f"runpy.run_path({str(Path(plain.ROOT) / 'scripts' / 'dev.py')!r})"
    )
    told = subprocess.run(
        [sys.executable, "-c", pretend], capture_output=True, text=True
    )

    assert told.returncode == 1
    assert told.stderr.startswith(
        "CX Studio needs Python 3.11 or later; this is Python 3.9."
    )


def test_words_to_a_closed_terminal_are_dropped(monkeypatch):
    reading, writing = os.pipe()
    os.close(reading)
    with os.fdopen(writing, "w", closefd=False) as closed:
        monkeypatch.setattr(sys, "stdout", closed)

        plain.say("Stopping …")

        os.dup2(os.open(os.devnull, os.O_WRONLY), writing)
    os.close(writing)
