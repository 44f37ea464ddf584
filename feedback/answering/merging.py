"""Pages of one response, drawn in any tab or device and saved in any order.

Each response counts its saves: that count is its clock, so that no device's own clock
matters. A page carries the count that it was drawn from. What its person did not
change since never takes the place of a newer answer; what they did change is kept,
and an answer that it replaces is told. docs/decisions/0010 says why.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare

from feedback.answering.stored import Replaced, Saved, Stored
from feedback.surveys.kinds import Answer

# Changes of one answer that are remembered: more devices than a person has at hand.
REMEMBERED = 6
# Replaced answers that wait until somebody goes on from a page that told of them.
MOST_TOLD = 12
SEAL_SIGNS = 12
_FIELD = re.compile(r"(\d{1,9})\.([0-9a-f]{8})\.([0-9a-f]{1,64})\.([0-9a-f]{12})")


@dataclass(frozen=True)
class Drawn:
    """What one page was drawn from; `shown` has a bit for each question of the page."""

    clock: int
    page: str
    shown: int

    def sign(self, response_id: uuid.UUID) -> str:
        text = f"{self.clock}.{self.page}.{self.shown:x}"
        return f"{text}.{_seal('page', response_id, text)}"

    def is_older(self, saves: Mapping[str, Sequence[Saved]]) -> bool:
        """Whether another page has changed an answer since this one was drawn.

        `saves` as the response remembers them.
        """
        return any(
            save.clock > self.clock and save.page != self.page
            for row in saves.values()
            for save in row
        )

    def asked(self, keys: Sequence[str]) -> list[str]:
        return [key for place, key in enumerate(keys) if self.shown >> place & 1]


def draw(stored: Stored, keys: Sequence[str], shown: set[str]) -> Drawn:
    """A page on its way to somebody: each is told apart from every other."""
    bits = sum(1 << place for place, key in enumerate(keys) if key in shown)
    return Drawn(stored.clock, secrets.token_hex(4), bits)


def read(sent: str, response_id: uuid.UUID) -> Drawn | None:
    """What a page says that it was drawn from; None unless we drew it for this one."""
    found = _FIELD.fullmatch(sent)
    if found is None:
        return None
    clock, page, shown, seal = found.groups()
    own = _seal("page", response_id, f"{clock}.{page}.{shown}")
    if not constant_time_compare(seal, own):
        return None
    return Drawn(int(clock), page, int(shown, 16))


@dataclass(frozen=True)
class Merged:
    """What one save changes, and what the response remembers of its saves then."""

    changes: dict[str, Answer]
    clock: int
    saves: dict[str, list[Saved]]
    replaced: list[Replaced]

    def remembered(self) -> dict[str, object]:
        return {"saves": self.saves, "replaced": self.replaced}


def merge(
    response_id: uuid.UUID,
    stored: Stored,
    posted: Mapping[str, Answer],
    drawn: Drawn | None,
) -> Merged:
    """Three ways: what the page was drawn from, what it sends, and what is stored.

    Without `drawn` nobody can say what was changed here: whatever was typed wins, a
    field left empty wins over nothing, and nothing is told.
    """
    told = drawn.clock if drawn else -1
    replaced = [row for row in stored.replaced if row.clock > told]
    clock, saves, changes = stored.clock + 1, dict(stored.saves), {}
    for key, answer in posted.items():
        before = stored.answers.get(key)
        history = saves.get(key) or _beginning(response_id, before)
        base = _base(history, drawn)
        sent, present = _of(response_id, answer), _of(response_id, before)
        is_changed = bool(answer) if base is None else sent != base
        if not is_changed:
            if before is None:
                changes[key] = answer
            continue
        changes[key] = answer
        page = drawn.page if drawn else ""
        saves[key] = [*history, Saved(clock, page, sent)][-REMEMBERED:]
        if drawn and present not in (base, sent):
            replaced.append(Replaced(clock, key, before or {}))
    return Merged(changes, clock, saves, replaced[-MOST_TOLD:])


def _base(history: Sequence[Saved], drawn: Drawn | None) -> str | None:
    """The seal of the answer as the page knows it; None where nobody can say.

    What this very page saved counts: a browser may bring it back as it was left.
    """
    if drawn is None:
        return None
    for save in reversed(history):
        if save.clock <= drawn.clock or save.page == drawn.page:
            return save.seal
    return "" if len(history) < REMEMBERED else None


def _beginning(response_id: uuid.UUID, before: Answer | None) -> list[Saved]:
    """The history of an answer that no page has changed, such as one from a link."""
    return [Saved(0, "", _of(response_id, before))] if before else []


def _of(response_id: uuid.UUID, answer: Answer | None) -> str:
    """Which answer it was, for whoever has it; "" for none, shown or not."""
    if not answer:
        return ""
    return _seal("answer", response_id, json.dumps(answer, sort_keys=True))


def _seal(what: str, response_id: uuid.UUID, text: str) -> str:
    # What Django's salted_hmac gives, at a third of the time: a page has many of them.
    salt = f"answering.merging.{what}:{response_id.hex}"
    key = hashlib.sha256(f"{salt}{settings.SECRET_KEY}".encode()).digest()
    return hmac.digest(key, text.encode(), "sha256").hex()[:SEAL_SIGNS]
