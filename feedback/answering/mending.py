"""A page that somebody has to mend, kept for minutes: Back and reload show it as it was.

What was typed lies sealed in the cache, never in an address or a cookie. It holds no
number that was left out, and nothing once its response was saved again. Where the cache
is away or full, the page is shown at once instead. docs/decisions/0020 says why.
"""

from __future__ import annotations

import json
import logging
import uuid
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import redis
from cryptography.fernet import InvalidToken
from django.http import QueryDict
from django.utils.crypto import salted_hmac

from cxstudio import cache_room, quick_cache
from feedback.answering import leaving_out, walking
from feedback.answering.mismatches import on_page
from feedback.surveys.kinds import Answer, AnswerFault
from feedback.surveys.rules import shown_questions
from studies.people.vault import fernet_for
from studies.wording.numbers_left_out import Stays
from studies.wording.private_numbers import Private

log = logging.getLogger(__name__)

# Long enough to look something up; the page itself stays open for as long as it likes.
KEPT_SECONDS = 15 * 60
PURPOSE = "page to mend, packed"


@dataclass(frozen=True)
class ToMend:
    """What was typed on a page, and from which words something was left out."""

    clock: int  # of the response, once what fits was saved
    goes_on: bool  # by a button that leads forward
    typed: QueryDict | None = None
    left_out: Mapping[str, Sequence[Private]] = field(default_factory=dict)

    def notices(self) -> dict[str, str]:
        return {k: leaving_out.sentence(kinds) for k, kinds in self.left_out.items()}


def keep(response_id: uuid.UUID, index: int, found: ToMend) -> bool:
    """False where the cache is away, or has no room for something so long."""
    typed = None if found.typed is None else found.typed.urlencode()
    whole = [found.clock, found.goes_on, typed, found.left_out]
    packed = zlib.compress(json.dumps(whole).encode())
    sealed = fernet_for(PURPOSE).encrypt(packed)
    if not cache_room.take(len(sealed)):
        return False
    try:
        quick_cache.client().set(_name(response_id, index), sealed, ex=KEPT_SECONDS)
    except redis.RedisError:
        log.warning("page_to_mend_not_kept")
        return False
    return True


def find(response_id: uuid.UUID, index: int, clock: int) -> ToMend | None:
    """None where it is over, or something was saved since: then that is shown."""
    try:
        sealed = quick_cache.client().get(_name(response_id, index))
    except redis.RedisError:
        log.warning("page_to_mend_not_found")
        return None
    if sealed is None:
        return None
    try:
        packed = fernet_for(PURPOSE).decrypt(sealed)
    except InvalidToken:  # a key that is gone by now
        return None
    kept_at, goes_on, typed, left_out = json.loads(zlib.decompress(packed))
    if kept_at != clock:
        return None
    kinds = {k: [Private(each) for each in found] for k, found in left_out.items()}
    return ToMend(kept_at, goes_on, None if typed is None else QueryDict(typed), kinds)


def typed_on(
    questions: Sequence[Mapping[str, Any]],
    read: Mapping[str, Answer],
    post: QueryDict,
    stays: Stays,
) -> QueryDict:
    """The fields of these questions as they are shown again, without private numbers."""
    shown = leaving_out.in_fields(questions, read, post, stays)
    keys = {question["key"] for question in questions}
    for name in list(shown):
        if name.partition("-")[0] not in keys:
            del shown[name]
    return shown


def to_fix(
    document: Mapping[str, Any],
    answers: Mapping[str, Answer],
    index: int,
    faults: Mapping[str, AnswerFault],
    *,
    goes_on: bool,
) -> dict[str, AnswerFault]:
    """What holds somebody on a page: less where they do not go on from it.

    Nobody is held by a question that another page has made pointless meanwhile.
    """
    held = {k: f for k, f in faults.items() if goes_on or f.code != "required"}
    if held:
        shown = {question["key"] for question in shown_questions(document, answers)}
        held = {key: fault for key, fault in held.items() if key in shown}
    if goes_on and not held:
        return on_page(document, answers, document["pages"][index])
    return held


def address(index: int, *, from_check: bool, is_later: bool = False) -> str:
    """`is_later`: of somebody who wants to stop here."""
    later = "&later=1" if is_later else ""
    return f"{walking.page(index)}?again=1{later}" + (
        "&from=check" if from_check else ""
    )


def _name(response_id: uuid.UUID, index: int) -> str:
    """Nobody who reads the cache learns from it which response this belongs to."""
    digest = salted_hmac("answering.mending", f"{response_id.hex}.{index}")
    return f"cx:mend:{digest.hexdigest()}"
