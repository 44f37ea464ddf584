"""What providers tell, in the shapes in which they tell it."""

import base64
import hashlib
import hmac

from django.test import Client

from studies.outreach.models import Delivery

SECRET = "hooks:a-long-secret"
AUTHORIZED = "Basic " + base64.b64encode(SECRET.encode()).decode()
NOON = "2027-04-14T12:00:00Z"


def use(settings, provider: str = "postmark", **keys) -> None:
    settings.EMAIL_PROVIDER = provider
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": [SECRET], **keys}


def post(client: Client, document: object, **more):
    """One call of the provider, with the secret that was agreed on."""
    more.setdefault("headers", {"Authorization": AUTHORIZED})
    where = more.pop("where", "/hooks/mail/postmark/")
    return client.post(where, document, content_type="application/json", **more)


def _postmark(record: str, row: Delivery | None, **fields) -> dict:
    about = {"reference": row.pk.hex} if row else {}
    return {
        "RecordType": record,
        "ServerID": 23,
        "MessageStream": "outbound",
        "MessageID": "00000000-0000-0000-0000-000000000001",
        "Tag": "",
        "Metadata": about,
    } | fields


def delivered(row: Delivery | None, to: str = "ana@example.org", **fields) -> dict:
    told = {"Recipient": to, "DeliveredAt": NOON, "Details": "250 OK"}
    return _postmark("Delivery", row, **told | fields)


def bounced(
    row: Delivery | None,
    kind: str = "HardBounce",
    said: str = "smtp;550 5.1.1 no such person",
    to: str = "ana@example.org",
    **fields,
) -> dict:
    told = {"ID": 42, "Type": kind, "Email": to, "BouncedAt": NOON, "Details": said}
    return _postmark("Bounce", row, **told | fields)


def complained(row: Delivery | None, to: str = "ana@example.org", **fields) -> dict:
    told = {"ID": 43, "Type": "SpamComplaint", "Email": to, "BouncedAt": NOON}
    return _postmark("SpamComplaint", row, **told | fields)


def unsubscribed(row: Delivery | None, to: str = "ana@example.org", **fields) -> dict:
    told = {
        "Recipient": to,
        "ChangedAt": NOON,
        "Origin": "Recipient",
        "SuppressSending": True,
        "SuppressionReason": "ManualSuppression",
    }
    return _postmark("SubscriptionChange", row, **told | fields)


def mailgun(row: Delivery, event: str, key: str, **fields) -> dict:
    """With the signature that this provider puts in the body."""
    token, timestamp = "f" * 50, "1807531200"
    signed = hmac.new(key.encode(), f"{timestamp}{token}".encode(), hashlib.sha256)
    heads = {"message-id": "20270414.1@mg.example.org", "to": "ana@example.org"}
    return {
        "signature": {
            "token": token,
            "timestamp": timestamp,
            "signature": signed.hexdigest(),
        },
        "event-data": {
            "event": event,
            "id": "CPgfbmQMTCKtHW6uIWtuVe",
            "timestamp": 1807531200.5,
            "recipient": "ana@example.org",
            "message": {"headers": heads},
            "user-variables": {"reference": row.pk.hex},
        }
        | fields,
    }


def sparkpost(row: Delivery, kind: str, number: int, **fields) -> dict:
    """One of several in a call."""
    told = {
        "type": kind,
        "event_id": f"event-{number}",
        "timestamp": str(1807531200 + number),
        "transmission_id": "sent-1",
        "raw_rcpt_to": "ana@example.org",
        "rcpt_meta": {"reference": row.pk.hex},
    }
    return {"msys": {"message_event": told | fields}}
