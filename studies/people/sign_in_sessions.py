"""Sessions that the database holds sealed: while somebody turns on two-step sign-in,
theirs carries the secret that will make their codes."""

from cryptography.fernet import InvalidToken
from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db import transaction

from studies.people.vault import fernet_for

PURPOSE = "sessions"


class SessionStore(db.SessionStore):
    """Django's own store, with what it writes sealed; named by `SESSION_ENGINE`."""

    def encode(self, session_dict):
        signed = super().encode(session_dict)
        return fernet_for(PURPOSE).encrypt(signed.encode()).decode()

    def decode(self, session_data):
        try:
            signed = fernet_for(PURPOSE).decrypt(session_data.encode()).decode()
        except InvalidToken:  # from before they were sealed, or a key that is gone
            signed = session_data
        return super().decode(signed)


@transaction.atomic
def rotate() -> int:
    """Seal every session again with the newest key, so that nobody is signed out."""
    keys, rows = fernet_for(PURPOSE), []
    for row in Session.objects.select_for_update().order_by("pk"):
        try:
            row.session_data = keys.rotate(row.session_data.encode()).decode()
        except InvalidToken:  # nobody can read it: its owner signs in again
            continue
        rows.append(row)
    Session.objects.bulk_update(rows, ["session_data"], batch_size=500)
    return len(rows)
