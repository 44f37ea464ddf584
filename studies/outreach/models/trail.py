"""How a message came to be where it is: each move with its time and its reason.

Kept in the row itself, so that a move costs no statement of its own. One word each,
oldest first: "queued@1808042400 dropped@1808042460/answered".
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import F, Value
from django.db.models.functions import Concat, Right

# Six tries and a few judgments fit; of a longer story the newest part is kept.
LONGEST = 1000
WORD = re.compile(r"([a-z_]+)@(\d+)(?:/([a-z_]+))?")


@dataclass(frozen=True)
class Move:
    state: str
    at: datetime
    reason: str = ""


def word(state: str, at: datetime, reason: str = "") -> str:
    """One more move, as it is put at the end of a trail."""
    return f" {state}@{int(at.timestamp())}" + (f"/{reason}" if reason else "")


def longer(*words: str) -> Right:
    """The trail of a row with more moves, for an UPDATE."""
    return Right(Concat(F("trail"), Value("".join(words))), LONGEST)


def moved(state: str, at: datetime, reason: str = "") -> dict:
    """What an UPDATE writes when a message comes into a state."""
    return {
        "state": state,
        "reason": reason,
        "since": at,
        "trail": longer(word(state, at, reason)),
    }


def read(trail: str) -> list[Move]:
    """The moves, oldest first; the first of a full trail may be cut off: left out."""
    words = trail.split()[len(trail) >= LONGEST :]
    found = [WORD.fullmatch(part) for part in words]
    return [
        Move(part[1], datetime.fromtimestamp(int(part[2]), UTC), part[3] or "")
        for part in found
        if part
    ]
