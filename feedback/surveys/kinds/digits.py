"""Numbers as people write them: digits of every script, signs of every habit."""

import re
import unicodedata
from decimal import Decimal

# Fifteen digits hold any amount of money or count of people; more is a slip.
MOST_DIGITS = 15
MOST_DECIMALS = 6
ARABIC_DECIMAL, ARABIC_THOUSANDS, ARABIC_COMMA = "\u066b", "\u066c", "\u060c"
MINUS = "\u2212\u2010\u2011\u2013\uff0d\ufe63"
THOUSANDS = re.compile(r"[\s\u00a0\u202f\u2009'\u2019_\u066c]")
GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
PLAIN = re.compile(r"[+-]?\d+(?:\.\d+)?|[+-]?\.\d+")


class NotANumber(ValueError):
    """No number can be read out of the text."""


class TwoReadings(ValueError):
    """The text may be thousands or decimals; guessing would store what nobody said."""


def plain_digits(text: str) -> str:
    """The text with the digits of every script as 0 to 9; other signs stay."""
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text
    )


def read_number(text: str, *, is_whole: bool, has_decimal_point: bool) -> Decimal:
    """The number in a text. `has_decimal_point`: how this language writes "1.5".

    Money signs, percent signs and spaces between thousands are forgiven. Where a
    single group such as "1,234" could be either, the language decides, and where even
    that leaves doubt, TwoReadings is raised.
    """
    text = _simplified(text)
    sign = "-" if text.startswith("-") else ""
    body = text.lstrip("+-") if text[:2] not in {"--", "++", "+-", "-+"} else text
    if "." in body and "," in body:
        point = max(body.rfind("."), body.rfind(","))
        other = "," if body[point] == "." else "."
        if not GROUPED.fullmatch(body[:point]) or body[point] in body[:point]:
            raise NotANumber
        body = body[:point].replace(other, "") + "." + body[point + 1 :]
    elif GROUPED.fullmatch(body):
        body = _one_kind_of_sign(
            body, is_whole=is_whole, has_decimal_point=has_decimal_point
        )
    else:
        body = body.replace(",", ".")
    if not PLAIN.fullmatch(sign + body):
        raise NotANumber
    return Decimal(sign + body)


def _one_kind_of_sign(body: str, *, is_whole: bool, has_decimal_point: bool) -> str:
    """ "1,234" or "1.234": thousands, unless it may as well be decimals."""
    sign = "," if "," in body else "."
    joined = body.replace(sign, "")
    if is_whole or body.count(sign) > 1:
        return joined
    if body.startswith("0"):
        return body.replace(sign, ".")
    if has_decimal_point:
        return joined if sign == "," else body
    raise TwoReadings


def _simplified(text: str) -> str:
    text = plain_digits(text.strip().strip("\u200e\u200f\u061c"))
    for sign in MINUS:
        text = text.replace(sign, "-")
    text = text.replace(ARABIC_DECIMAL, ".").replace(ARABIC_COMMA, ",")
    text = text.replace("\uff0e", ".").replace("\uff0c", ",")
    kept = [sign for sign in text if unicodedata.category(sign) not in {"Sc", "Cf"}]
    text = "".join(kept).strip().removesuffix("%").removesuffix("\u066a").strip()
    return _without_thousand_spaces(text)


def _without_thousand_spaces(text: str) -> str:
    """ "12 500" is one number; "3 4" is two, and no number."""
    groups = THOUSANDS.split(text)
    if len(groups) == 1:
        return text
    rest = groups[-1].partition(".")[0].partition(",")[0]
    is_grouped = all(len(group) == 3 for group in [*groups[1:-1], rest])
    if not is_grouped or not 1 <= len(groups[0].lstrip("+-")) <= 3:
        raise NotANumber
    return "".join(groups)


def canonical(number: Decimal) -> str:
    """One way to write each number: no needless zeros, no exponent, no "-0"."""
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in {"-0", ""} else text
