"""For development: each message becomes a file, and none leaves the machine."""

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings

from studies.outreach.channels.outgoing import NothingLeft, Outcome, Outgoing, Sent


@contextmanager
def open_session() -> Iterator["Session"]:
    folder = Path(settings.MAIL_DIR)
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError:
        raise NothingLeft("unreachable") from None
    yield Session(folder)


@dataclass
class Session:
    """Writes messages whole or not at all; names sort by the moment they came."""

    folder: Path

    def send(self, outgoing: Outgoing) -> Sent:
        if outgoing.is_to_nobody:
            return Sent(Outcome.REFUSED)
        name = f"{time.time_ns()}-{secrets.token_hex(4)}"
        draft = self.folder / f".{name}"
        try:
            draft.write_bytes(_head(outgoing) + outgoing.content)
            draft.rename(self.folder / f"{name}.eml")
        except OSError:  # a full disk: what was begun has no name that anybody reads
            draft.unlink(missing_ok=True)
            raise NothingLeft("unreachable") from None
        return Sent(Outcome.HANDED_OVER, name)


def _head(outgoing: Outgoing) -> bytes:
    """The address it goes to; a text message has no other head, and words follow."""
    head = f"X-Envelope-To: {outgoing.to}\r\n"
    if not outgoing.to.startswith("+"):
        return head.encode()
    more = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit"
    return f"{head}Subject: \r\n{more}\r\n\r\n".encode()
