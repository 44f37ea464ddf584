"""Reads what a mail provider tells later, in django-anymail's words, into ours."""

import hashlib
import re
import uuid
from collections.abc import Iterable, Iterator

from anymail.signals import AnymailTrackingEvent, EventType, RejectReason

from studies.outreach.models import Delivery, ProviderNews
from studies.people.vault import keyed_hash

Kind = ProviderNews.Kind
OUR_ID = re.compile(r"<?([0-9a-f]{32})@")
# Names of mails that are none of a mailing; rooms above fold their news.
OTHER_ID = re.compile(r"<?(visit-\d{1,18}-[0-9a-f]{32})(?:@|$)")
# The first enhanced code in what the person's mail server said, such as 5.1.1.
ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b")
# Codes of subject 1 that speak of the sender's address, not of the person's.
OF_SENDER = {"7", "8"}
PLAIN_FOR_NOW = re.compile(r"(?<![\d.])4[2-5]\d(?![\d.])")
# How providers mark a mail that came back for a reason that may pass.
FOR_NOW = {"SoftBounce", "Transient", "soft_bounce", "soft", "temporary"}
FULL = ("5", "2", "2")  # the mailbox has no room
FOR_GOOD = {RejectReason.BOUNCED, RejectReason.INVALID}


def read(events: Iterable[AnymailTrackingEvent], provider: str) -> list[ProviderNews]:
    """The news in one call; what changes nothing here, such as "queued", is left."""
    return list(_read(events, provider))


def _read(events: Iterable, provider: str) -> Iterator[ProviderNews]:
    for event in events:
        kind = _kind(event)
        if kind is None:
            continue
        address_hash = keyed_hash(event.recipient) if event.recipient else ""
        news = ProviderNews(
            kind=kind,
            channel=Delivery.Channel.EMAIL,
            reference=_reference(event),
            about=_about(event),
            provider_id=_name(event),
            address_hash=address_hash,
        )
        news.key = key_of(news, provider, str(event.timestamp or ""))
        yield news


def _name(event: AnymailTrackingEvent) -> str:
    """What the provider calls the message, as the database can keep it."""
    return str(event.message_id or "").replace("\0", "")[:200]


def key_of(news: ProviderNews, provider: str, when: str) -> str:
    """The same for news that is told again; its address stands in it only hashed."""
    named = str(news.reference) + news.about
    parts = [provider, news.kind, named, news.provider_id]
    return hashlib.sha256(
        "\n".join([*parts, news.address_hash, when]).encode()
    ).hexdigest()


def _kind(event: AnymailTrackingEvent) -> str | None:
    match event.event_type:
        case EventType.DELIVERED:
            return Kind.DELIVERED
        case EventType.COMPLAINED:
            return Kind.COMPLAINED
        case EventType.UNSUBSCRIBED:
            return Kind.STOPPED
        case EventType.BOUNCED:
            return _why_it_came_back(event)
        case EventType.REJECTED | EventType.FAILED:
            never = event.reject_reason == RejectReason.INVALID
            return Kind.NO_SUCH_ADDRESS if never else Kind.REFUSED
    return None


def _why_it_came_back(event: AnymailTrackingEvent) -> str:
    """Said by the mail server's code, else by the provider."""
    answer = event.mta_response or ""
    if said := ENHANCED.search(answer):
        return kind_of_code(said[0])
    if PLAIN_FOR_NOW.search(answer) or _is_marked_for_now(event.esp_event):
        return Kind.FOR_NOW
    never = event.reject_reason in FOR_GOOD
    return Kind.NO_SUCH_ADDRESS if never else Kind.CAME_BACK


def kind_of_code(code: str) -> str:
    """What an enhanced code (RFC 3463) says of the address of the person."""
    family, subject, detail = code.split(".") if code else ("", "", "")
    if family == "5" and subject == "1":
        return Kind.REFUSED if detail in OF_SENDER else Kind.NO_SUCH_ADDRESS
    if family == "4" or (family, subject, detail) == FULL:
        return Kind.FOR_NOW
    return Kind.REFUSED if family == "5" and subject == "7" else Kind.CAME_BACK


def _is_marked_for_now(document: object) -> bool:
    marks = {"Type", "bounceType", "event", "bounce_class", "severity"}
    return isinstance(document, dict) and any(
        value in FOR_NOW for name, value in document.items() if name in marks
    )


def _reference(event: AnymailTrackingEvent) -> uuid.UUID | None:
    """Our own name for the message, which the provider was given, else its head."""
    ours = OUR_ID.match(str(event.message_id or ""))
    try:
        return uuid.UUID(hex=_given(event) or (ours[1] if ours else ""))
    except ValueError:
        return None


def _about(event: AnymailTrackingEvent) -> str:
    """The same for a mail that is none of a mailing."""
    other = OTHER_ID.match(_given(event) or str(event.message_id or ""))
    return other[1] if other else ""


def _given(event: AnymailTrackingEvent) -> str:
    return str((event.metadata or {}).get("reference", ""))
