"""E-mail addresses and numbers of one person in running text, found by their shape.

Digits of every script count, and signs that nobody sees hide nothing. Days, years,
amounts of money and postal codes have other shapes and stay.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from studies.wording.number_shapes import Group, Look, shape_of

# A comma alone joins groups of a number, never ages or years of a short list.
_COMMA = r"(?:(?<=\d{3}),(?=\d\d)|(?<=\d\d),(?=\d{3}))"
# Whatever stands between the digits of one number, at most three signs of it.
RUN = re.compile(rf"\+?\(?\d+(?:(?:[ .\-_/()]{{1,3}}|{_COMMA})\d+)*")
DIGITS = re.compile(r"\d+")
MOST_DIGITS = 19
LEAST_DIGITS = 7

# Scripts that put no space between words: the words around an address are not its own.
_LATIN = "A-Za-z\u00c0-\u024f"
_AT = r" ?(?:@|[(\[] ?at ?[)\]]) ?"
EMAILS = (
    re.compile(
        rf"(?<![{_LATIN}0-9._%+-])[{_LATIN}0-9._%+'-]+{_AT}"
        rf"(?:[{_LATIN}0-9-]+\.)+[{_LATIN}]{{2,}}"
    ),
    re.compile(rf"(?<![\w.%+-])[\w.%+-]+{_AT}(?:[\w-]+\.)+[^\W\d_]{{2,}}"),
)
# 1,234,567.50, with nothing else that its digits could belong to.
THOUSANDS = re.compile(
    r"(?<!\d)(?<!\d\W)\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?!\d|\W{1,3}\d)"
)
MOST_DIGITS_OF_MONEY = 8
MONEY_BEFORE = re.compile(r"[$€£¥₹] ?$")
CENTS_AFTER = re.compile(r"[.,]\d{1,2}(?!\d)")
# What stands before a number and says what it is, in the languages of these pages.
PHONE_BEFORE = re.compile(
    r"(?:\b(?:call|phone|cell|mobile|tel|text me|whatsapp|my number is|fax"
    r"|llam\w+|tel[eé]fono|celular|mi n[uú]mero es)\b|هاتف|رقمي|جوال|اتصل"
    r"|电话|手机|打给)[^\d\n]{0,20}$",
    re.IGNORECASE,
)
SSN_BEFORE = re.compile(
    r"(?:\b(?:ssn|social security|seguro social|itin)\b|الضمان الاجتماعي"
    r"|社会安全号|社安号)[^\d\n]{0,20}$",
    re.IGNORECASE,
)
LOOK_BACK = 50
OPENED = re.compile(r"\+?\(?\Z")


class Private(StrEnum):
    EMAIL = "email"
    CARD = "card"
    SSN = "ssn"
    ITIN = "itin"
    PHONE = "phone"


@dataclass(frozen=True)
class Found:
    """One of them: where it stands in the text, and how it reads without its signs."""

    kind: Private
    start: int
    end: int
    bare: str


def find(text: str) -> list[Found]:
    """All of them, in the order of the text; none overlaps another."""
    plain, places = _plain(text)
    emails = list(_emails(plain)) if "@" in plain or "at" in plain else []
    emails.sort(key=lambda found: found.start)
    starts = [found.start for found in emails]

    def is_in_email(number: Found) -> bool:
        before = bisect_left(starts, number.end)  # one that begins later is none
        return before > 0 and emails[before - 1].end > number.start

    numbers = [found for found in _numbers(plain) if not is_in_email(found)]
    return [
        Found(found.kind, places[found.start], places[found.end - 1] + 1, found.bare)
        for found in sorted([*emails, *numbers], key=lambda found: found.start)
    ]


def _plain(text: str) -> tuple[str, range | list[int]]:
    """The text in plain digits, dashes and spaces, and where each sign came from."""
    if text.isascii():
        return re.sub(r"[^\S\n]", " ", text), range(len(text))
    signs, places = [], []
    for place, sign in enumerate(text):
        for each in _plain_sign(sign):
            signs.append(each)
            places.append(place)
    return "".join(signs), places


def _plain_sign(sign: str) -> str:
    category = unicodedata.category(sign)
    if category in ("Cf", "Mn", "Me"):  # nobody sees them, or they sit on another
        return ""
    digit = unicodedata.digit(sign, None)
    if digit is not None:
        return str(digit)
    if category == "Pd" or sign in "\u2212\u30fc":
        return "-"
    if sign in "\u3002\uff61":
        return "."
    if sign == "\n":  # no number goes on in the next line
        return sign
    return " " if sign.isspace() else unicodedata.normalize("NFKC", sign)


def _emails(plain: str) -> Iterator[Found]:
    for pattern in EMAILS:
        for match in pattern.finditer(plain):
            bare = match[0].replace(" ", "").casefold()
            yield Found(Private.EMAIL, *match.span(), bare)
        plain = pattern.sub(lambda match: "\n" * len(match[0]), plain)


def _numbers(plain: str) -> Iterator[Found]:
    plain = THOUSANDS.sub(lambda match: "\n" * len(match[0]), plain)
    for run in RUN.finditer(plain):
        groups = [
            Group(match[0], *match.span())
            for match in DIGITS.finditer(plain, *run.span())
        ]
        first = 0
        while first < len(groups):
            window = _window(plain, groups, first)
            if window is None:
                first += 1
                continue
            found, first = window
            yield found


def _window(plain: str, groups: list[Group], first: int) -> tuple[Found, int] | None:
    """The number that begins with this group, and the group after it."""
    start = groups[first].start
    said = _said_before(plain[max(0, start - LOOK_BACK) : start])
    best: tuple[int, Look] | None = None
    total = 0
    for last in range(first, len(groups)):
        total += len(groups[last].digits)
        if total > MOST_DIGITS:
            break
        if total < LEAST_DIGITS or (
            last == first and _is_money(plain, groups[last], **said)
        ):
            continue
        between = plain[groups[first].end : groups[last].start]
        look = shape_of(groups[first : last + 1], between=between, **said)
        if look and (best is None or look.rank >= best[1].rank):
            best = (last, look)
    if best is None:
        return None
    last, look = best
    end, kind = groups[last].end, Private(look.kind)
    bare = "".join(group.digits for group in groups[first : last + 1])
    opened = OPENED.search(plain, max(0, start - 2), start)[0]
    start -= len(opened if ")" in plain[start:end] else opened.rstrip("("))
    return Found(kind, start, end, _known_as(kind, bare)), last + 1


def _said_before(before: str) -> dict[str, bool]:
    return {
        "has_plus": before.rstrip(" (").endswith("+"),
        "is_phone": bool(PHONE_BEFORE.search(before)),
        "is_ssn": bool(SSN_BEFORE.search(before)),
    }


def _is_money(plain: str, group: Group, *, is_phone: bool, **_said: bool) -> bool:
    """Whether a currency stands before one number, or cents after it.

    A longer one is no amount that somebody writes without signs between its digits.
    """
    if len(group.digits) > MOST_DIGITS_OF_MONEY:
        return False
    before = plain[max(0, group.start - 2) : group.start]
    if MONEY_BEFORE.search(before):
        return True
    return not is_phone and CENTS_AFTER.match(plain, group.end) is not None


def _known_as(kind: Private, digits: str) -> str:
    """A phone number with and without the country's 1 is one number."""
    is_long = kind is Private.PHONE and len(digits) == 11 and digits[0] == "1"
    return digits[1:] if is_long else digits
