"""Reads mails that mail servers send back: delivery reports (RFC 3464) and reports of
unwanted mail (RFC 5965).

Anybody can write to the address where they come back. So a report counts only for the
message whose id it quotes, which nobody but its reader knows, and only for that
person's own address, whatever else the report says.
"""

import re
import uuid
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from urllib.parse import urlsplit

from django.conf import settings

from studies.outreach.mail_news import OTHER_ID, OUR_ID, key_of, kind_of_code
from studies.outreach.models import Delivery, ProviderNews

Kind = ProviderNews.Kind
# A report quotes a whole mail at most; beyond that is no report of ours.
LONGEST = 2_000_000
STATUS = re.compile(r"\d\.\d{1,3}\.\d{1,3}")


def read(raw: bytes) -> list[ProviderNews]:
    """What one mail tells; empty where it is no report about a message of ours."""
    mail = message_from_bytes(raw[:LONGEST])
    ours = _our_name(mail)
    if not ours:
        return []
    # A second try has a report of its own.
    name = str(mail.get("Message-ID", ""))
    found = [_news(kind, ours, name) for kind in dict.fromkeys(_kinds(mail))]
    return found[:1]  # one mail of ours is for one person


def _kinds(mail: Message) -> Iterator[str]:
    for part in mail.walk():
        kind = part.get_content_type()
        if kind == "message/feedback-report" and _says(part, "feedback-type: abuse"):
            yield Kind.COMPLAINED
        if kind != "message/delivery-status" or not part.is_multipart():
            continue
        for block in part.get_payload():
            status = STATUS.search(str(block.get("Status", "")))
            action = str(block.get("Action", "")).strip().lower()
            if action == "failed":
                yield kind_of_code(status[0] if status else "")
            elif action == "delivered":
                yield Kind.DELIVERED


def _says(part: Message, line: str) -> bool:
    return line in part.as_string().lower()


def _our_name(mail: Message) -> str:
    """Our name for the message, from the head of it that the report brings along."""
    host = re.escape(urlsplit(settings.BASE_URL).hostname or "")
    ours = re.compile(rf"^message-id:\s*(<[^@\s]+@{host}>)", re.I | re.M)
    for part in mail.walk():
        is_quoted = part.get_content_type() in ("message/rfc822", "text/rfc822-headers")
        for name in ours.findall(_text(part)) if is_quoted else []:
            if found := OUR_ID.match(name) or OTHER_ID.match(name):
                return found[1]
    return ""


def _text(part: Message) -> str:
    if part.is_multipart():
        return "\n".join(inner.as_string() for inner in part.get_payload())
    return (part.get_payload(decode=True) or b"").decode("utf-8", "replace")


def _news(kind: str, ours: str, report: str) -> ProviderNews:
    news = ProviderNews(kind=kind, channel=Delivery.Channel.EMAIL)
    if OTHER_ID.match(ours):
        news.about = ours
    else:
        news.reference = uuid.UUID(hex=ours)
    news.key = key_of(news, "returned mail", report)
    return news
