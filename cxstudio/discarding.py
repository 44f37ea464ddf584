"""A body that is too large is read and thrown away, so that the answer is heard.

A server that answers and closes while a browser still sends cuts it off: the person
sees a broken connection in place of our sentence.
"""

from django.http import HttpRequest, UnreadablePostError

# Past this the sender is no browser that somebody sits in front of.
MOST_DISCARDED = 32_000_000
PIECE = 64 * 1024


def discard(request: HttpRequest) -> None:
    left = MOST_DISCARDED
    try:
        while left > 0 and (piece := request.read(min(PIECE, left))):
            left -= len(piece)
    except UnreadablePostError:
        return  # whoever sent it is gone
