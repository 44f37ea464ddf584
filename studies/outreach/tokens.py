import base64
import hashlib
import hmac
import uuid

from django.conf import settings

SEAL_BYTES = 16


def stop_token(person_id: uuid.UUID) -> str:
    """The secret in a person's "stop these messages" address; it never runs out."""
    return _token("stop", person_id)


def done_token(delivery_id: uuid.UUID) -> str:
    """The secret in a mail's "I have answered, or would rather not" address."""
    return _token("done", delivery_id)


def again_token(person_id: uuid.UUID) -> str:
    """The secret in the address of a person's own page; it works while we know them."""
    return _token("again", person_id)


def visit_token(booking_id: uuid.UUID) -> str:
    """The secret in the address by which somebody books, moves and cancels a visit."""
    return _token("visit", booking_id)


def office_token(address_id: uuid.UUID) -> str:
    """The secret in the address by which an office stops its monthly mail."""
    return _token("office", address_id)


def morning_token(wish_id: uuid.UUID) -> str:
    """The secret in the address by which a member stops the numbers each morning."""
    return _token("morning", wish_id)


def morning_wish_of(token: str) -> uuid.UUID | None:
    return _row(token, "morning")


def office_address_of(token: str) -> uuid.UUID | None:
    return _row(token, "office")


def booking_of(token: str) -> uuid.UUID | None:
    return _row(token, "visit")


def asked_again(token: str) -> uuid.UUID | None:
    return _row(token, "again")


def person_of(token: str) -> uuid.UUID | None:
    return _row(token, "stop")


def delivery_of(token: str) -> uuid.UUID | None:
    return _row(token, "done")


def _token(purpose: str, row_id: uuid.UUID) -> str:
    whole = row_id.bytes + _seal(purpose, row_id, settings.SECRET_KEY)
    return base64.urlsafe_b64encode(whole).decode().rstrip("=")


def _row(token: str, purpose: str) -> uuid.UUID | None:
    """The row's id where the token is ours, with a key of today or an earlier one."""
    try:
        whole = base64.b64decode(token + "=" * (-len(token) % 4), "-_", validate=True)
    except ValueError:  # letters that no token of ours has
        return None
    if len(whole) != 16 + SEAL_BYTES:
        return None
    row_id = uuid.UUID(bytes=whole[:16])
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    ours = [
        hmac.compare_digest(whole[16:], _seal(purpose, row_id, key)) for key in keys
    ]
    return row_id if any(ours) else None


def _seal(purpose: str, row_id: uuid.UUID, key: str) -> bytes:
    text = f"outreach-{purpose}:{row_id}".encode()
    return hmac.new(key.encode(), text, hashlib.sha256).digest()[:SEAL_BYTES]
