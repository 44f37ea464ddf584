"""Seals what members sign in with besides a password: one-time and recovery codes."""

from allauth.mfa.models import Authenticator
from django.db import transaction

from studies.people.vault import fernet_for

PURPOSE = "second factors"


def seal(secret: str) -> str:
    return fernet_for(PURPOSE).encrypt(secret.encode()).decode()


def unseal(sealed: str) -> str:
    return fernet_for(PURPOSE).decrypt(sealed.encode()).decode()


@transaction.atomic
def rotate() -> int:
    """Seal every second factor again with the newest key. Returns how many."""
    rows = list(Authenticator.objects.select_for_update().order_by("pk"))
    for row in rows:
        row.data = {name: _again(name, value) for name, value in row.data.items()}
    Authenticator.objects.bulk_update(rows, ["data"], batch_size=500)
    return len(rows)


def _again(name: str, value: object) -> object:
    if name in ("secret", "seed"):
        return seal(unseal(value))
    if name == "migrated_codes":
        return [seal(unseal(code)) for code in value]
    return value
