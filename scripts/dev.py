"""The commands of a clone: `python3 scripts/dev.py run`, `test`, and the rest below.

Needs Python 3.11 or later and nothing else. It makes `.venv`, installs the pinned
packages into it, and goes on with the Python in there.
"""

import os
import sys

if sys.version_info < (3, 11):  # noqa: UP036  this is where an older one is told
    sys.exit(
        "CX Studio needs Python 3.11 or later; this is Python %d.%d.\n"  # noqa: UP031
        "Where another one is installed, name it: make run PYTHON=python3.12"
        % sys.version_info[:2]
    )

import errno
import shutil
from pathlib import Path

import secrets_file
import virtual_environment
from plain import ROOT, VAR, Trouble, say

HELP = """CX Studio, in a clone. Say one of:
  run      start everything with demo data; Ctrl-C ends it (PORT=8123 picks the port)
  test     run the whole test suite; options go to pytest, as in: test -k mailing
  setup    only make .venv and var/env
  bench    print figures, short forms;  proof: the long forms
  lint     look at the style of the code
  erase    delete this clone's database and mail, to start anew
  lock     write requirements*.txt anew from requirements*.in"""

ASKING = {"help", "-h", "--help"}


def main(arguments: list[str]) -> int:
    name, *options = arguments or ["help"]
    commands = {
        "run": run,
        "test": test,
        "setup": set_up,
        "bench": bench,
        "proof": bench,
        "erase": erase,
        "lint": lint,
        "lock": lock,
    }
    # `test --help` is pytest's to answer.
    asks = name in ASKING or name != "test" and bool(ASKING & set(options))
    if asks or name not in commands:
        say(HELP)
        return 0 if asks else 2
    try:
        set_up(options)
        inside(name, options)
        return commands[name](options) or 0
    except Trouble as trouble:
        say(f"\n{trouble}")
        return 1
    except OSError as error:
        say(f"\n{about_the_system(error)}")
        return 1
    except KeyboardInterrupt:
        say("\nStopped.")
        return 130


def set_up(options: list[str]) -> None:
    VAR.mkdir(exist_ok=True)
    virtual_environment.make_ready()
    secrets_file.complete(VAR / "env")


def inside(name: str, options: list[str]) -> None:
    """Go on with the virtual environment's Python, in this same process."""
    if Path(sys.prefix).resolve() != virtual_environment.FOLDER.resolve():
        script = str(Path(__file__).resolve())
        python = str(virtual_environment.PYTHON)
        os.execv(python, [python, script, name, *options])
    sys.path.insert(0, str(ROOT))
    os.chdir(ROOT)


def run(options: list[str]) -> int:
    import serving  # its imports are in .venv

    return serving.run()


def test(options: list[str]) -> None:
    from tests.environment import chromium

    if chromium() is None:
        say(
            "No Chromium found, so the browser tests are skipped. To have them, as root:"
            "\n  apt-get install chromium fonts-noto-core fonts-noto-cjk"
            "\nor name one: CHROMIUM=/path/to/chromium make test"
        )
    # A worker that is done takes over from one that has long browser tests before it.
    replace_by("-m", "pytest", "-n", "auto", "--dist", "worksteal", *options)


def bench(options: list[str]) -> int:
    """Each program apart, so that one that fails does not hide the others' figures."""
    from bench import PROGRAMS

    long = ["--long"] if sys.argv[1] == "proof" else []
    failed = [
        name
        for name in PROGRAMS
        if virtual_environment.call("-m", f"bench.{name}", *long, *options)
    ]
    if failed:
        raise Trouble(f"Failed, or below target: {', '.join(failed)}")
    return 0


def lint(options: list[str]) -> int:
    checked = virtual_environment.call("-m", "ruff", "check", ".")
    return virtual_environment.call("-m", "ruff", "format", "--check", ".") or checked


def lock(options: list[str]) -> None:
    virtual_environment.lock()


def erase(options: list[str]) -> None:
    from cxstudio import embedded

    if not embedded.erase(ROOT):
        raise Trouble("A command of this clone is running. Stop it first.")
    for folder in ("mail", "media"):
        shutil.rmtree(VAR / folder, ignore_errors=True)
    say("Deleted. The next run makes fresh demo data.")


def replace_by(*arguments: str) -> None:
    python = str(virtual_environment.PYTHON)
    # The tests name the settings themselves, after the services that those need.
    os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    sys.stdout.flush()
    os.execv(python, [python, *arguments])


def about_the_system(error: OSError) -> str:
    """The faults that a machine has, not the product, in plain words."""
    where = f" ({error.filename})" if error.filename else ""
    known = {
        errno.ENOSPC: f"The disk is full{where}. Free about 1 GB, then try again.",
        errno.EACCES: f"This may not be written or read by you{where}. Was the command "
        "run as another person before? Use one account for a clone.",
        errno.EROFS: f"The clone lies on a disk that cannot be written to{where}.",
    }
    if error.errno not in known:
        raise error
    return known[error.errno]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
