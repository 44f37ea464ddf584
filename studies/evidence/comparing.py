import difflib
import re
from dataclasses import dataclass
from itertools import groupby

from studies.evidence.models import Change, Decision
from studies.evidence.quoting import Quote, quotes
from studies.planning.models import ConceptVersion

# Fewer equal words than this between two changes are noise: "to", "the form".
KEPT_WORDS = 3


@dataclass(frozen=True)
class Piece:
    """A run of one draft's text; `changed` where the other draft has other words.

    `reasons` are the numbers of the reasons that end here.
    """

    text: str
    bold: bool
    changed: bool
    reasons: tuple[int, ...] = ()


@dataclass(frozen=True)
class Reason:
    """One change with its number, the decision behind it and the words that caused it."""

    number: int
    change: Change
    decision: Decision
    before: str
    after: str
    quotes: list[Quote]


@dataclass(frozen=True)
class Comparison:
    left: ConceptVersion
    right: ConceptVersion
    left_pieces: list[Piece]
    right_pieces: list[Piece]
    reasons: list[Reason]


def compare(left: ConceptVersion, right: ConceptVersion, *, language: str):
    """Both drafts cut into kept and changed runs, and why each change was made.

    `language` is the one that the team reads quotes in. Reasons show only between a
    draft and the one before it.
    """
    reasons = _reasons(right, language) if right.number == left.number + 1 else []
    before, after = _Text(left.body), _Text(right.body)
    _mark_changed(before, after)
    for reason in reasons:
        before.mark(reason.before, reason.number)
        after.mark(reason.after, reason.number)
    return Comparison(left, right, before.pieces(), after.pieces(), reasons)


def plain(text: str) -> str:
    return text.replace("**", "")


def _reasons(right: ConceptVersion, language: str) -> list[Reason]:
    rows = Change.objects.filter(draft=right).select_related("decision")
    rows = list(
        rows.prefetch_related(
            "decision__insights", "highlights__conversation__participant"
        )
    )
    said = {row.pk: row for change in rows for row in change.highlights.all()}
    quoted = {quote.row.pk: quote for quote in quotes(said.values(), language)}
    return [
        Reason(
            number,
            change,
            change.decision,
            plain(change.before),
            plain(change.after),
            [quoted[row.pk] for row in change.highlights.all()],
        )
        for number, change in enumerate(rows, 1)
    ]


class _Text:
    """A draft's text, letter by letter: which are bold, changed, or end a reason."""

    def __init__(self, body: str):
        parts = body.split("**")
        self.text = "".join(parts)
        self.bold = [odd % 2 == 1 for odd, part in enumerate(parts) for _ in part]
        self.changed = [False] * len(self.text)
        self.ends: dict[int, list[int]] = {}

    def words(self) -> list[re.Match]:
        return list(re.finditer(r"\s+|\S+", self.text))

    def mark(self, words: str, number: int) -> None:
        start = self.text.find(words) if words else -1
        if start < 0:
            return
        end = start + len(words)
        self.changed[start:end] = [True] * len(words)
        self.ends.setdefault(end - 1, []).append(number)

    def pieces(self) -> list[Piece]:
        cut = 0
        keys = []
        for place in range(len(self.text)):
            keys.append((self.bold[place], self.changed[place], cut))
            cut += place in self.ends
        pieces = []
        for (bold, changed, _cut), run in groupby(range(len(keys)), keys.__getitem__):
            places = list(run)
            text = self.text[places[0] : places[-1] + 1]
            reasons = tuple(self.ends.get(places[-1], ()))
            pieces.append(Piece(text, bold, changed and not text.isspace(), reasons))
        return pieces


def _mark_changed(before: _Text, after: _Text) -> None:
    left, right = before.words(), after.words()
    matcher = difflib.SequenceMatcher(
        a=[word.group() for word in left],
        b=[word.group() for word in right],
        autojunk=False,
    )
    for tag, a1, a2, b1, b2 in matcher.get_opcodes():
        kept = [word for word in left[a1:a2] if not word.group().isspace()]
        if tag == "equal" and len(kept) >= KEPT_WORDS:
            continue
        for text, words in ((before, left[a1:a2]), (after, right[b1:b2])):
            if words:
                start, end = words[0].start(), words[-1].end()
                text.changed[start:end] = [True] * (end - start)
