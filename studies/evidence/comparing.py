import difflib
import re
from dataclasses import dataclass

from studies.evidence.models import Change
from studies.planning.models import ConceptVersion


@dataclass(frozen=True)
class Piece:
    """A run of words of one draft; `changed` where the other draft has others."""

    text: str
    changed: bool


@dataclass(frozen=True)
class Comparison:
    left: ConceptVersion
    right: ConceptVersion
    left_pieces: list[Piece]
    right_pieces: list[Piece]
    changes: list[Change]


def compare(left: ConceptVersion, right: ConceptVersion) -> Comparison:
    """Both texts cut into kept and changed runs of words, and why they changed."""
    before, after = _words(left.body), _words(right.body)
    matcher = difflib.SequenceMatcher(a=before, b=after, autojunk=False)
    left_pieces, right_pieces = [], []
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        changed = tag != "equal"
        if a2 > a1:
            left_pieces.append(Piece("".join(before[a1:a2]), changed))
        if b2 > b1:
            right_pieces.append(Piece("".join(after[b1:b2]), changed))
    changes = Change.objects.filter(draft=right).select_related("decision")
    return Comparison(
        left,
        right,
        left_pieces,
        right_pieces,
        list(changes.prefetch_related("decision__highlights", "decision__insights")),
    )


def _words(text: str) -> list[str]:
    """Words and the space between them; joined again they are the text."""
    return re.findall(r"\s+|[^\s]+", text)
