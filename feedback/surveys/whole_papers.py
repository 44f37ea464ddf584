"""Whether a PDF is whole and opens for everybody, by its structure (ISO 32000).

A reader begins at the end: the last lines say where the table of its objects stands,
and that names the root of the document. A file that was cut off has lost just these.
"""

import re

START = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF")
OLD_TABLE = re.compile(rb"\s*xref\b")
NEW_TABLE = re.compile(rb"\s*\d+\s+\d+\s+obj\b")
# Programs that sign or send a file leave a little behind its end.
TAIL = 2048


def is_whole_pdf(content: bytes) -> bool:
    return b"/Root" in _dictionary(content)


def is_locked_pdf(content: bytes) -> bool:
    """With a password, or closed to programs that read it aloud."""
    return b"/Encrypt" in _dictionary(content)


def _dictionary(content: bytes) -> bytes:
    """What the table of objects says of the whole file; nothing where none is found.

    An old table has it behind itself, a newer one at its own beginning.
    """
    ends = list(START.finditer(content, max(0, len(content) - TAIL)))
    place = int(ends[-1][1]) if ends else len(content)
    if OLD_TABLE.match(content, place):
        return _between(content, content.find(b"trailer", place), b"startxref")
    if NEW_TABLE.match(content, place):
        return _between(content, place, b"stream")
    return b""


def _between(content: bytes, place: int, end: bytes) -> bytes:
    stop = content.find(end, place)
    return content[place:stop] if 0 <= place < stop else b""
