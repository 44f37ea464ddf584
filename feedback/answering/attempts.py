from __future__ import annotations

import uuid
from dataclasses import dataclass, replace

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "cx_attempt"
RECEIPT_COOKIE = "cx_receipt"
# Long enough to write the code down, short enough for a phone that people share.
RECEIPT_SECONDS = 30 * 60


@dataclass(frozen=True)
class Attempt:
    """One person on the way through one version, as their browser carries it, signed.

    The response's id is random and made before anything is stored. The link stays
    here, never beside an anonymous answer, so that it can be counted at the end.
    """

    response_id: uuid.UUID
    version_id: int
    language: str
    link_id: uuid.UUID | None = None
    is_personal: bool = False
    is_practice: bool = False
    is_pilot: bool = False
    mode: str = "self"  # a SurveyResponse.Mode: the way in which they take part
    detail: str = ""  # what belongs to the mode: see `ways`
    # When its first page was drawn, in seconds; 0 where nobody knows. Never stored.
    began_at: int = 0
    # A random name of the browser that came by a code; "" where the answers were begun.
    device: str = ""

    def sign(self, address: str) -> str:
        """The token; it opens nothing but the address that it was made for."""
        flags = "p" * self.is_personal + "t" * self.is_practice + "l" * self.is_pilot
        link = self.link_id.hex if self.link_id else ""
        parts = [
            self.response_id.hex,
            str(self.version_id),
            self.language,
            link,
            flags,
            f"{self.mode}:{self.detail}" if self.detail else self.mode,
            str(self.began_at),
            self.device,
        ]
        return _signer(address).sign(".".join(parts))

    @property
    def may_go_on_elsewhere(self) -> bool:
        """Whether a code may be asked for: never on a screen that people share."""
        return self.mode in ("self", "helped", "proxy", "phone")

    def speaking(self, language: str) -> Attempt:
        return replace(self, language=language)


def new_id() -> uuid.UUID:
    return uuid.uuid4()


def read(token: str, address: str) -> Attempt | None:
    """The attempt behind a token; None unless we made it for this address."""
    try:
        signed = _signer(address).unsign(token)
    except signing.BadSignature:
        return None
    # Whoever began under an older release brings no mode along: they answer alone.
    response, version, language, link, flags, *way = signed.split(".")
    mode, _colon, detail = (way[0] if way else "self").partition(":")
    began_at = int(way[1]) if len(way) > 1 else 0
    device = way[2] if len(way) > 2 else ""
    return Attempt(
        response_id=uuid.UUID(response),
        version_id=int(version),
        language=language,
        link_id=uuid.UUID(link) if link else None,
        is_personal="p" in flags,
        is_practice="t" in flags,
        is_pilot="l" in flags,
        mode=mode,
        detail=detail,
        began_at=began_at,
        device=device,
    )


def of_request(request: HttpRequest, address: str) -> Attempt | None:
    """The attempt that a page was drawn for, else the one that the browser keeps.

    The field wins over the cookie: with two tabs, each form belongs to its own attempt.
    """
    posted = request.POST.get("attempt", "") if request.method == "POST" else ""
    return (read(posted, address) if posted else None) or kept(request, address)


def kept(request: HttpRequest, address: str) -> Attempt | None:
    """The attempt that the browser keeps: one that has begun."""
    token = request.COOKIES.get(COOKIE, "")
    return read(token, address) if token else None


def keep(
    response: HttpResponse, attempt: Attempt, address: str, seconds: int | None = None
) -> None:
    """Remember the attempt for so long, else until the browser closes.

    An older receipt is forgotten.
    """
    _set(response, COOKIE, attempt.sign(address), path=address, max_age=seconds)
    response.delete_cookie(RECEIPT_COOKIE, path=f"{address}receipt/", samesite="Lax")


def note_sent(response: HttpResponse, attempt: Attempt, address: str) -> None:
    """Remember in place of the attempt that one was sent, until the browser closes.

    It says in which language, and not whose or which one: it goes along to each page.
    """
    token = _sent_signer(address).sign(attempt.language)
    response.cookies.pop(COOKIE, None)  # the end of the attempt's would be its own
    _set(response, COOKIE, token, path=address)


def sent_in(request: HttpRequest, address: str) -> str:
    """The language of answers sent from this browser; "" if none, or more were begun."""
    try:
        return _sent_signer(address).unsign(request.COOKIES.get(COOKIE, ""))
    except signing.BadSignature:
        return ""


def drop(response: HttpResponse, address: str) -> None:
    """Forget the attempt and leave nothing behind, not even for its receipt."""
    response.delete_cookie(COOKIE, path=address, samesite="Lax")


def finish(response: HttpResponse, attempt: Attempt, address: str) -> None:
    """Forget the attempt, so that the next person on this phone starts fresh.

    For a while the receipt page alone remembers it, so that a refresh shows the code.
    """
    response.delete_cookie(COOKIE, path=address, samesite="Lax")
    path = f"{address}receipt/"
    token = attempt.sign(path)
    _set(response, RECEIPT_COOKIE, token, path=path, max_age=RECEIPT_SECONDS)


def finished(request: HttpRequest, address: str) -> Attempt | None:
    token = request.COOKIES.get(RECEIPT_COOKIE, "")
    return read(token, f"{address}receipt/") if token else None


def _set(response: HttpResponse, name: str, value: str, **scope) -> None:
    response.set_cookie(
        name, value, httponly=True, samesite="Lax", secure=settings.HTTPS, **scope
    )


def _signer(address: str) -> signing.Signer:
    return signing.Signer(salt=f"answering.attempt:{address}")


def _sent_signer(address: str) -> signing.Signer:
    return signing.Signer(salt=f"answering.sent:{address}")
