"""What a mail server's reply to an address says of it."""

import re

# Replies to RCPT that mean: there is no such address.
NO_SUCH_ADDRESS = {550, 551, 553}
ENHANCED = re.compile(rb"^\s*(\d)\.(\d{1,3})\.(\d{1,3})")


def is_final(code: int) -> bool:
    """It would not be taken later either."""
    return 500 <= code < 600


def names_nobody(code: int, reply: bytes) -> bool:
    """Tell "no such address" from a server that does not want us just now."""
    detailed = ENHANCED.match(reply)
    about_address = detailed is None or detailed[2] == b"1"
    return code in NO_SUCH_ADDRESS and about_address
