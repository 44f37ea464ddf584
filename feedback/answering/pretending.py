"""Where somebody is in a preview. It travels with the page and is kept nowhere else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core import signing

from feedback.surveys.kinds import KINDS, Answer

SALT = "survey-preview"
FIRST, CHECK, LAST = "first", "check", "last"
# "end-<rule>" is the last page of those whom a rule lets end early.
ENDED = "end-"


@dataclass(frozen=True)
class Pretended:
    """The page, and what somebody has pretended to answer so far."""

    language: str
    at: str = FIRST  # FIRST, CHECK, LAST, ENDED and a rule's key, or a page's index
    answers: dict[str, Answer] = field(default_factory=dict)
    from_check: bool = False  # "Change" led here: what follows is the check again

    def sign(self) -> str:
        return signing.dumps(asdict(self), salt=SALT, compress=True)


def read_token(token: str) -> Pretended | None:
    try:
        return Pretended(**signing.loads(token, salt=SALT))
    except (signing.BadSignature, TypeError):
        return None


@dataclass(frozen=True)
class Stop:
    """One place to jump to; `section` is a title that begins with it."""

    place: str
    number: int = 0
    label: str = ""
    section: str = ""


def stops(document: Mapping[str, Any]) -> Iterator[Stop]:
    """The questions by their place in the draft, and the ends that rules bring."""
    texts, section = document["texts"][document["source_language"]], None
    for number, question in enumerate(document["questions"], start=1):
        own = question["section"]
        begins = own is not None and own != section
        section = own
        if KINDS[question["kind"]].is_on_page:
            yield Stop(
                place=str(number),
                number=number,
                label=texts.get(question["key"], ""),
                section=texts.get(f"section/{own}", "") if begins else "",
            )


def endings(document: Mapping[str, Any]) -> Iterator[Stop]:
    """The last pages of those who are let go early, each in the words of its rule."""
    texts = document["texts"][document["source_language"]]
    for rule in document["rules"]:
        if rule["effect"] == "end":
            yield Stop(ENDED + rule["key"], label=texts.get(f"rule/{rule['key']}", ""))
