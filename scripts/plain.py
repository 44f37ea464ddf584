"""What these scripts say: plain lines, and trouble as a sentence with a way out."""

import contextlib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VAR = ROOT / "var"


class Trouble(Exception):
    """Something a person has to put right; the message says what and how."""


def say(line: str) -> None:
    # A terminal that was closed takes no words, and ending in order matters more.
    with contextlib.suppress(OSError):
        print(line, flush=True)


def step(line: str) -> None:
    say(f"  {line}")
