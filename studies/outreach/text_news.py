"""Reads what gateways for text messages tell: what became of one, and what people answer.

Each gateway has three functions: is the call proven, what it tells, what was written.
"""

import base64
import hashlib
import hmac
import json
import uuid
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from studies.outreach.mail_news import OTHER_ID, key_of
from studies.outreach.models import Delivery, ProviderNews
from studies.people.vault import keyed_hash

Kind = ProviderNews.Kind

# Twilio's numbers for why a message did not arrive.
NO_SUCH_NUMBER = {"30005", "30006"}
FOR_NOW = {"30001", "30003"}  # its queue is full, or the phone is off
REFUSED = {"30004", "30007", "30034"}
STOPPED_THERE = "21610"
# It answers these by itself, and the carrier stops the number too.
ANSWERED_THERE = {"stop", "stopall", "unsubscribe", "cancel", "end", "quit", "revoke"}
ANSWERED_THERE |= {"optout", "start", "unstop", "yes"}
# The words may be the account's own, in any language; then the gateway says so.
STOPS_THERE = {"STOP": True, "START": False}
NOTIFY_KINDS = {
    "delivered": Kind.DELIVERED,
    "permanent-failure": Kind.NO_SUCH_ADDRESS,
    "temporary-failure": Kind.FOR_NOW,
    "technical-failure": Kind.REFUSED,
}


CONFIRMS = "confirms-"  # our name for a text that confirms a word


@dataclass(frozen=True)
class Written:
    """A text message from a person; the number stands in it only hashed."""

    key: str
    address_hash: str
    text: str
    is_answered: bool = False  # the gateway confirms it by itself
    stops: bool | None = None  # what it took it for, where it says so


class Twilio:
    takes_answers = True

    @staticmethod
    def is_proven(request: HttpRequest) -> bool:
        """Signed with our token: the whole address, and each field in order."""
        token = settings.SMS.get("token", "")
        fields = sorted(
            (k, v) for k, vs in request.POST.lists() for v in sorted(set(vs))
        )
        told = settings.BASE_URL + request.get_full_path()
        told += "".join(name + value for name, value in fields)
        seal = hmac.digest(token.encode(), told.encode(), hashlib.sha1)
        given = request.headers.get("X-Twilio-Signature", "")
        return bool(token) and constant_time_compare(
            given, base64.b64encode(seal).decode()
        )

    @staticmethod
    def status(request: HttpRequest) -> ProviderNews | None:
        told = request.POST
        kind = _twilio_kind(told.get("MessageStatus", ""), told.get("ErrorCode", ""))
        reference = request.GET.get("reference", "")
        return kind and _news(
            "twilio", kind, reference, told.get("MessageSid", ""), told.get("To", "")
        )

    @staticmethod
    def written(request: HttpRequest) -> Written:
        told = request.POST
        text = told.get("Body", "")
        word = text.strip().lower()
        stops = STOPS_THERE.get(told.get("OptOutType", ""))
        return _written(
            "twilio",
            told["MessageSid"],
            told["From"],
            text,
            answered="OptOutType" in told or word in ANSWERED_THERE,
            stops=False if word == "yes" and stops is None else stops,
        )


class Notify:
    takes_answers = False

    @staticmethod
    def is_proven(request: HttpRequest) -> bool:
        token = settings.SMS.get("hook_token", "")
        given = request.headers.get("Authorization", "")
        return bool(token) and constant_time_compare(given, f"Bearer {token}")

    @staticmethod
    def status(request: HttpRequest) -> ProviderNews | None:
        told = json.loads(request.body)
        kind = NOTIFY_KINDS.get(told["status"])
        if str(told.get("reference") or "").startswith(CONFIRMS):
            return None
        return kind and _news(
            "notify",
            kind,
            told.get("reference") or "",
            told["id"],
            told.get("to") or "",
        )

    @staticmethod
    def written(request: HttpRequest) -> Written:
        told = json.loads(request.body)
        return _written("notify", told["id"], told["source_number"], told["message"])


GATEWAYS = {"twilio": Twilio, "notify": Notify}


def _twilio_kind(status: str, error: str) -> str | None:
    if status == "delivered":
        return Kind.DELIVERED
    if status not in ("undelivered", "failed"):
        return None  # on its way
    if error in NO_SUCH_NUMBER:
        return Kind.NO_SUCH_ADDRESS
    if error == STOPPED_THERE:
        return Kind.STOPPED
    if error in FOR_NOW:
        return Kind.FOR_NOW
    return Kind.REFUSED if error in REFUSED else Kind.CAME_BACK


def _news(
    gateway: str, kind: str, reference: str, provider_id: str, to: str
) -> ProviderNews:
    news = ProviderNews(
        kind=kind,
        channel=Delivery.Channel.SMS,
        reference=_uuid(reference),
        about=reference if OTHER_ID.fullmatch(reference) else "",
        provider_id=provider_id[:200],
        address_hash=keyed_hash(to) if to else "",
    )
    news.key = key_of(news, gateway, "")
    return news


def _written(
    gateway: str,
    name: str,
    number: str,
    text: str,
    *,
    answered: bool = False,
    stops: bool | None = None,
) -> Written:
    if not name or not number:
        raise ValueError("A message has a name and a sender.")
    key = hashlib.sha256(f"{gateway} wrote {name}".encode()).hexdigest()
    return Written(key, keyed_hash(_with_country(number)), text, answered, stops)


def _with_country(number: str) -> str:
    """Some leave out the + before the country."""
    return f"+{number}" if number.isdigit() and len(number) > 10 else number


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(hex=text)
    except ValueError:
        return None
