"""Old and new wording, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

# Words with the space behind them; letters of scripts without spaces stand alone.
PIECE = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]|[^\W_]+|\s+|.", re.DOTALL
)
# Beyond this, texts are shown whole beside each other: comparing takes too long.
LONGEST = 4000


class Mark(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True)
class Piece:
    mark: Mark
    words: str


def pieces(old: str, new: str) -> list[Piece]:
    """The text as it was and is: what stays, what goes, what comes, in order.

    Leaving out what is new gives the old text exactly, and the other way around.
    """
    if max(len(old), len(new)) > LONGEST:
        return _joined([Piece(Mark.GONE, old), Piece(Mark.NEW, new)])
    before, after = PIECE.findall(old), PIECE.findall(new)
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    found = []
    for tag, a, b, c, d in matcher.get_opcodes():
        if tag == "equal":
            found.append(Piece(Mark.SAME, "".join(before[a:b])))
            continue
        found.append(Piece(Mark.GONE, "".join(before[a:b])))
        found.append(Piece(Mark.NEW, "".join(after[c:d])))
    return _joined(found)


def _joined(found: list[Piece]) -> list[Piece]:
    """Changes with nothing but a space between them read as one."""
    kept: list[Piece] = []
    for index, piece in enumerate(found):
        is_gap = piece.mark == Mark.SAME and not piece.words.strip()
        if is_gap and 0 < index < len(found) - 1:
            kept += [Piece(Mark.GONE, piece.words), Piece(Mark.NEW, piece.words)]
        else:
            kept.append(piece)
    return _merged(kept)


def _merged(found: list[Piece]) -> list[Piece]:
    """Between two parts that stay, one old wording and then one new."""
    result: list[Piece] = []
    gone = new = ""
    for piece in [*found, Piece(Mark.SAME, "")]:
        if piece.mark == Mark.GONE:
            gone += piece.words
        elif piece.mark == Mark.NEW:
            new += piece.words
        else:
            result += [Piece(Mark.GONE, gone), Piece(Mark.NEW, new), piece]
            gone = new = ""
    return [piece for piece in result if piece.words]
