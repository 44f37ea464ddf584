"""Gives birth to processes of the product that need not read its modules again.

Each line that it gets is [module, arguments, log]; it answers with the pid of a fork
that runs `python -m module arguments`. Workers that are killed by the dozen would
otherwise spend a test's time on imports.
"""

import importlib
import json
import os
import runpy
import signal
import sys
import traceback

import django

READ_BEFORE = (
    "celery.apps.beat",
    "celery.apps.worker",
    "celery.bin.celery",
    "celery.concurrency.thread",
    "cxstudio.celery",
    "redis",
    "tests.make",
    "studies.outreach.delivering",
)


def main() -> None:
    django.setup()
    for module in READ_BEFORE:
        importlib.import_module(module)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the killed leave no zombies
    print("ready", flush=True)
    while line := sys.stdin.readline():
        module, arguments, log = json.loads(line)
        pid = os.fork()
        if not pid:
            _live(module, arguments, log)
        print(pid, flush=True)


def _live(module: str, arguments: list[str], log: str) -> None:
    """Be that program until it ends."""
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    nothing = os.open(os.devnull, os.O_RDONLY)
    for ours, theirs in ((0, nothing), (1, output), (2, output)):
        os.dup2(theirs, ours)
    sys.argv = [module, *arguments]
    code = 0
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as ending:
        code = ending.code if isinstance(ending.code, int) else 1
    except BaseException:
        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        os._exit(code)


if __name__ == "__main__":
    main()
