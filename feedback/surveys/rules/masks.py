"""How an answer looks, sign for sign: "AA-999999" is two letters, "-" and six digits.

A mask has no repeats and no choices, so one look at each sign is enough, and an answer
that is far too long is not looked at: nothing can make the comparison slow.
"""

import unicodedata
from collections.abc import Callable

from feedback.surveys.kinds.digits import MINUS, plain_digits

MOST_SIGNS = 40
# Room for ten marks on each sign. Putting endless marks in order takes endlessly long.
MOST_WRITTEN = 10 * MOST_SIGNS
LETTER, DIGIT, ANY = "A", "9", "*"
HYPHENS = str.maketrans(dict.fromkeys(MINUS, "-"))


def signs(text: str) -> list[str]:
    """The signs as people see them: each with its marks, nothing invisible.

    Digits of every script, wide letters and the hyphens of phones are the plain ones.
    """
    text = text.strip()
    if len(text) > MOST_WRITTEN:
        return list(text)  # more than any mask has, whatever they are
    seen = "".join(sign for sign in text if unicodedata.category(sign) != "Cf")
    plain = plain_digits(unicodedata.normalize("NFKC", seen)).translate(HYPHENS)
    found: list[str] = []
    for sign in plain.strip():
        if found and unicodedata.category(sign).startswith("M"):
            found[-1] += sign
        else:
            found.append(sign)
    return found


def is_mask(text: str) -> bool:
    return 1 <= len(signs(text)) <= MOST_SIGNS


def fits(mask: str) -> Callable[[str], bool]:
    """Whether a whole text looks like the mask, as a function."""
    wanted = signs(mask)

    def looks_so(text: str) -> bool:
        written = signs(text)
        return len(written) == len(wanted) and all(map(_is, written, wanted))

    return looks_so


def _is(sign: str, wanted: str) -> bool:
    if wanted == LETTER:
        return sign[0].isalpha()
    if wanted == DIGIT:
        return sign[0].isdecimal()
    return wanted == ANY or sign.casefold() == wanted.casefold()
