"""How many parts a text message takes: each costs money, and long ones arrive late.

GSM 03.38 packs 160 of its own letters into one message; one letter outside of it makes
the whole message UCS-2, with 70. Longer ones lose room to the head of each part.
"""

from collections.abc import Iterator
from dataclasses import dataclass

BASIC = set(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
# Each of these takes the room of two.
EXTENDED = set("^{}\\[~]|€\f")
GSM, UCS2 = "gsm7", "ucs2"
# The room of one message alone, and of each part of a longer one.
ROOM = {GSM: (160, 153), UCS2: (70, 67)}


@dataclass(frozen=True)
class Segments:
    alphabet: str
    units: int
    parts: int
    left: int  # units that still fit into the last part
    # Letters that make it UCS-2 although the rest would do without.
    costly: tuple[str, ...] = ()


def count(text: str) -> Segments:
    outside = [letter for letter in text if letter not in BASIC | EXTENDED]
    alphabet = UCS2 if outside else GSM
    widths = list(_widths(text, alphabet))
    alone, each = ROOM[alphabet]
    units = sum(widths)
    costly = tuple(dict.fromkeys(outside)) if len(outside) * 4 < len(text) else ()
    if units <= alone:
        return Segments(alphabet, units, 1 if text else 0, alone - units, costly)
    parts, used = 1, 0
    for width in widths:
        if used + width > each:  # no letter is cut in two
            parts, used = parts + 1, 0
        used += width
    return Segments(alphabet, units, parts, each - used, costly)


def _widths(text: str, alphabet: str) -> Iterator[int]:
    for letter in text:
        if alphabet == GSM:
            yield 2 if letter in EXTENDED else 1
        else:
            yield 2 if ord(letter) > 0xFFFF else 1
