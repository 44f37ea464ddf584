"""The asking sentence of a question, apart from what is said before it."""

import re
from dataclasses import dataclass

from studies.wording.sentences import split

ASKS = re.compile(r"[?？؟]")
CONDITION = re.compile(
    r"^(?:if|when|thinking (?:about|of)|after|before|since|during|based on|in|for|over|"
    r"as|given|while|at|overall|si|cuando|pensando en|después de|antes de|desde|durante|"
    r"en|para|según|a)\b[^,?]*,\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Asking:
    """`start` is where the asking sentence begins in the text, `body` where its
    leading condition ("If you needed help, …") is over."""

    text: str
    start: int
    body: int

    @property
    def sentence(self) -> str:
        return self.text[self.start :]


def asking_part(text: str) -> Asking:
    """The last sentence that asks; the last sentence where none has a question mark."""
    sentences = split(text)
    if not sentences:
        return Asking(text, 0, 0)
    asking = [s for s in sentences if ASKS.search(text[s.start : s.end])]
    chosen = (asking or sentences)[-1]
    part = text[: chosen.end]
    start = chosen.start - text[: chosen.start].endswith("¿")
    condition = CONDITION.match(part[start:])
    body = start + condition.end() if condition else start
    return Asking(part, start, body)


def question_marks(text: str) -> int:
    return sum(1 for s in split(text) if ASKS.search(text[s.start : s.end]))
