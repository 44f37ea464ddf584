"""The ways out of the house: one module each, and a setting says which serves which
kind of message.

Each has `open_session()`, a context manager for a batch, else NothingLeft. What it
gives has `send(outgoing)`: it answers with Sent, or raises NothingLeft where nothing
has left and the rest of the batch would fare no better. It never raises anything else.
To add one: copy a module, list it here, and give the contract test a server for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Protocol

from django.conf import settings

from studies.outreach.channels import anymail, file, notify, smtp, twilio
from studies.outreach.channels.outgoing import NothingLeft, Outcome, Outgoing, Sent

MODULES: dict[str, ModuleType] = {
    "anymail": anymail,
    "file": file,
    "notify": notify,
    "smtp": smtp,
    "twilio": twilio,
}

__all__ = ["MODULES", "NothingLeft", "Outcome", "Outgoing", "Sent", "open_session"]


class Session(Protocol):
    def send(self, outgoing: Outgoing) -> Sent: ...


@contextmanager
def open_session(channel: str) -> Iterator[Session]:
    """One connection for a batch that goes out by this channel, else NothingLeft."""
    name = settings.CHANNELS.get(channel, "")
    if not name:
        raise NothingLeft("not_set_up")
    with MODULES[name].open_session() as session:
        yield session
