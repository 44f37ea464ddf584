"""Whether a sound file is whole, by the structure that its format prescribes.

A player reads the same: MPEG frames (ISO 11172-3) one behind the other, Ogg pages
(RFC 3533), and the boxes of an MP4 file (ISO 14496-12). Nothing is decoded.
"""

from collections.abc import Iterator

# Kilobits per second of layer III, by the header's four bits: MPEG 1, then MPEG 2.
RATES_1 = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
RATES_2 = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
HERTZ = (44100, 48000, 32000)
# A quarter of a second, so that chance bytes never pass for sound.
FEWEST_FRAMES = 10
# Some programs leave so much between the tag and the first frame.
GAP = 4096
# Its two headings and some sound.
FEWEST_PAGES = 3


def is_whole_mp3(content: bytes) -> bool:
    """Frames one behind the other, behind the tag if there is one."""
    start = _behind_tag(content)
    if start >= len(content):
        return False
    return any(
        _frames(content, at) >= FEWEST_FRAMES
        for at in range(start, min(start + GAP, len(content)))
        if content[at] == 0xFF
    )


def _behind_tag(content: bytes) -> int:
    """Where an ID3 tag ends; its size is written in sevens of bits."""
    if not content.startswith(b"ID3"):
        return 0
    size = 0
    for seven in content[6:10]:
        size = size << 7 | seven & 0x7F
    return 10 + size


def _frames(content: bytes, at: int) -> int:
    """How many frames follow each other here, as far as it matters."""
    for found in range(FEWEST_FRAMES):
        length = _frame_length(content[at : at + 4])
        if not length or at + length > len(content):
            return found
        at += length
    return FEWEST_FRAMES


def _frame_length(header: bytes) -> int:
    """In bytes, by the four bytes of a frame's header; 0 where it is none."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, hertz = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or rate in (0, 15) or hertz == 3:
        return 0
    is_first, padding = version == 3, header[2] >> 1 & 1
    bits = 1000 * (RATES_1 if is_first else RATES_2)[rate]
    speed = HERTZ[hertz] // {3: 1, 2: 2, 0: 4}[version]
    return (144 if is_first else 72) * bits // speed + padding


def is_whole_ogg(content: bytes) -> bool:
    """Pages one behind the other, up to the last byte."""
    at = pages = 0
    while at < len(content):
        head = content[at : at + 27]
        if len(head) < 27 or not head.startswith(b"OggS\0"):
            return False
        lengths = content[at + 27 : at + 27 + head[26]]
        at += 27 + head[26] + sum(lengths)
        pages += 1
    return at == len(content) and pages >= FEWEST_PAGES


def is_whole_m4a(content: bytes) -> bool:
    """Boxes up to the last byte, with contents that name a sound, and sound."""
    boxes = {}
    for kind, inner in _boxes(content):
        boxes.setdefault(kind, inner)
    if b"" in boxes or not boxes.get(b"mdat"):
        return False
    return b"soun" in boxes.get(b"moov", b"")


def _boxes(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The outermost ones; one that is cut off comes as `b""`."""
    at = 0
    while at < len(content):
        size, kind, head = _number(content, at, 4), content[at + 4 : at + 8], 8
        if size == 1:
            size, head = _number(content, at + 8, 8), 16
        elif size == 0:
            size = len(content) - at
        if size < head or at + size > len(content):
            yield b"", b""
            return
        yield kind, content[at + head : at + size]
        at += size


def _number(content: bytes, at: int, length: int) -> int:
    return int.from_bytes(content[at : at + length], "big")
