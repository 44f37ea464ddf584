"""What changed between two wordings, word by word, for people to read."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

# A word, a run of spaces, or one sign; scripts without spaces go sign by sign.
TOKEN = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff]"
    r"|\s+|\w+|[^\w\s]"
)
# Longer texts are shown as one removed and one added: comparing takes too long.
MOST_TOKENS = 4000


@dataclass(frozen=True)
class Piece:
    """Words that stayed, came or went."""

    change: Literal["same", "added", "removed"]
    text: str


def differences(old: str, new: str) -> list[Piece]:
    """Both wordings as one line of pieces; what went stands before what came."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    if len(before) + len(after) > MOST_TOKENS:
        return _replaced(old, new)
    pieces: list[Piece] = []
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    for change, i, j, k, m in matcher.get_opcodes():
        went, came = "".join(before[i:j]), "".join(after[k:m])
        pieces += [Piece("same", went)] if change == "equal" else _replaced(went, came)
    return pieces


def _replaced(went: str, came: str) -> list[Piece]:
    pieces = [Piece("removed", went), Piece("added", came)]
    return [piece for piece in pieces if piece.text]
