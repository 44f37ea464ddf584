"""In which way somebody takes part, as their browser carries it: a mode and its detail.

The detail of "helped" is the kinds of help, joined by "+"; that of "proxy" the reason.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict

from feedback.answering.attempts import Attempt
from feedback.answering.models import SurveyResponse

Mode, Help = SurveyResponse.Mode, SurveyResponse.Help
# From the page that asks who helps until the answers begin; the attempt has it then.
COOKIE = "cx_way"
BETWEEN = "+"


@dataclass(frozen=True)
class Way:
    mode: str = Mode.SELF
    detail: str = ""


ALONE = Way()


def helped(kinds: Iterable[str]) -> Way:
    return Way(Mode.HELPED, BETWEEN.join(kinds))


def answered_for(reason: str) -> Way:
    return Way(Mode.PROXY, reason)


def of(attempt: Attempt) -> Way:
    return Way(attempt.mode, attempt.detail)


def stored(response: SurveyResponse) -> Way:
    """The way in which answers that were begun are given."""
    if response.mode == Mode.HELPED:
        return helped(response.help)
    if response.mode == Mode.PROXY:
        return answered_for(response.proxy_reason)
    return Way(response.mode)


def kinds_of_help(mode: str, detail: str) -> list[str]:
    return detail.split(BETWEEN) if mode == Mode.HELPED and detail else []


def proxy_reason(mode: str, detail: str) -> str:
    return detail if mode == Mode.PROXY else ""


def reads_consent(way: Way) -> bool:
    """Whether the helper says that they read out what the person agrees to."""
    return Help.CONSENT in kinds_of_help(way.mode, way.detail)


def with_consent(way: Way, is_read: bool) -> Way:
    """The helper's word on whether they read out what the person agrees to."""
    if way.mode != Mode.HELPED:
        return way
    others = [k for k in kinds_of_help(way.mode, way.detail) if k != Help.CONSENT]
    return helped([*others, Help.CONSENT] if is_read else others)


def as_read(attempt: Attempt, post: QueryDict) -> Attempt:
    """With the helper's word, where a form asked what the person agrees to."""
    if "consent" not in post:
        return attempt
    way = with_consent(of(attempt), "read_out" in post)
    return replace(attempt, detail=way.detail)


def chosen(request: HttpRequest, address: str) -> Way:
    """The way that was chosen for answers that have not begun."""
    kept = request.get_signed_cookie(COOKIE, default="", salt=COOKIE + address)
    mode, _colon, detail = kept.partition(":")
    return Way(mode, detail) if mode else ALONE


def choose(response: HttpResponse, way: Way, address: str) -> None:
    """Remember it until the answers begin, or the browser closes."""
    if way == ALONE:
        forget(response, address)
        return
    response.set_signed_cookie(
        COOKIE,
        f"{way.mode}:{way.detail}",
        salt=COOKIE + address,
        path=address,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def forget(response: HttpResponse, address: str) -> None:
    response.delete_cookie(COOKIE, path=address, samesite="Lax")
