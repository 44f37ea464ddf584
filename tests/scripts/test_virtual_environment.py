import re
import sys
from pathlib import Path

import pytest

import plain
import virtual_environment


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A clone of its own, whose .venv is this Python and which installs nothing."""
    calls = []
    folder = tmp_path / ".venv"
    (folder / "bin").mkdir(parents=True)
    python = folder / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    python.chmod(0o755)
    lock = tmp_path / "requirements-dev.txt"
    lock.write_text("django==5.2.19\n")
    monkeypatch.setattr(virtual_environment, "FOLDER", folder)
    monkeypatch.setattr(virtual_environment, "PYTHON", python)
    monkeypatch.setattr(virtual_environment, "DONE", folder / "installed.txt")
    monkeypatch.setattr(virtual_environment, "LOCK", lock)
    monkeypatch.setattr(virtual_environment, "VAR", tmp_path)
    monkeypatch.setattr(virtual_environment, "install", lambda: calls.append("install"))
    monkeypatch.setattr(virtual_environment, "create", lambda: calls.append("create"))
    return tmp_path, calls


def test_what_is_installed_is_not_installed_again(clone):
    _, calls = clone

    virtual_environment.make_ready()
    virtual_environment.make_ready()

    assert calls == ["install"]


def test_a_changed_lock_is_installed(clone):
    folder, calls = clone
    virtual_environment.make_ready()

    (folder / "requirements-dev.txt").write_text("django==5.2.20\n")
    virtual_environment.make_ready()

    assert calls == ["install", "install"]


def test_an_install_that_failed_is_tried_again(clone, monkeypatch):
    _, calls = clone

    def fail():
        raise plain.Trouble("no network")

    with monkeypatch.context() as patch:
        patch.setattr(virtual_environment, "install", fail)
        with pytest.raises(plain.Trouble):
            virtual_environment.make_ready()
    virtual_environment.make_ready()

    assert calls == ["install"]


def test_an_environment_whose_python_is_gone_is_made_anew(clone):
    folder, calls = clone
    virtual_environment.make_ready()
    (folder / ".venv" / "bin" / "python").unlink()

    virtual_environment.make_ready()

    assert calls == ["install", "create", "install"]


@pytest.mark.parametrize(
    ("pip_said", "told"),
    [
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "its hash differs"),
        ("WARNING: Retrying (Retry(total=4", "the network is down"),
    ],
)
def test_the_reason_for_a_failed_install_is_told_plainly(clone, pip_said, told):
    folder, _ = clone
    (folder / "pip.log").write_text(f"Collecting django\n{pip_said}\n")

    assert told in virtual_environment._reason()


@pytest.mark.parametrize(
    "name", ["requirements.txt", "requirements-dev.txt", "requirements-uv.txt"]
)
def test_a_lock_pins_hashes_and_names_no_host(name):
    text = (Path(plain.ROOT) / name).read_text()

    pins = re.findall(r"^[a-z][\w.-]*(?:\[[\w,]+\])?==[^ ;]+", text, re.MULTILINE)
    assert len(pins) > 0
    assert len(re.findall(r"^    --hash=sha256:", text, re.MULTILINE)) >= len(pins)
    assert re.findall(r"\w+://|--index|--find-links", text) == []


def test_the_development_lock_holds_every_pin_of_production():
    pins = {}
    for name in ("requirements.txt", "requirements-dev.txt"):
        text = (Path(plain.ROOT) / name).read_text()
        pins[name] = set(re.findall(r"^[a-z][\w.-]*==[^ ;\\]+", text, re.MULTILINE))

    assert pins["requirements.txt"] - pins["requirements-dev.txt"] == set()
