"""What every channel takes and gives back."""

import re
from dataclasses import dataclass
from enum import StrEnum

# An address of one line, and not an empty one; anything else could say more than whom.
ONE_LINE = re.compile(r"[^\x00-\x20\x7f]+")


class Outcome(StrEnum):
    HANDED_OVER = "handed_over"
    LATER = "later"  # refused for now; nothing has left
    REFUSED = "refused"  # refused for good
    NO_SUCH_ADDRESS = "no_such_address"  # refused for good, whatever we write
    STOPPED = "stopped"  # the person stopped at the gateway itself; nothing has left
    UNCERTAIN = "uncertain"  # it may or may not have left


class NothingLeft(Exception):
    """The channel can't be used just now, and this message has not left us."""

    def __init__(self, trouble: str):
        super().__init__(trouble)
        self.trouble = trouble


@dataclass(frozen=True)
class Outgoing:
    """One message, ready to leave.

    `content` is the whole mail as it goes on the wire, or the words of a text message.
    `reference` is ours: by it the provider's later news is laid to its row.
    """

    to: str
    sender: str
    content: bytes
    reference: str

    @property
    def is_to_nobody(self) -> bool:
        return ONE_LINE.fullmatch(self.to) is None


@dataclass(frozen=True)
class Sent:
    """What became of one message, and what the provider calls it."""

    outcome: Outcome
    provider_id: str = ""
