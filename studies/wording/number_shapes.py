"""What a row of groups of digits looks like: a card, an identity or a phone number.

Cards: ISO/IEC 7812 (13 to 19 digits, last one by Luhn). Social Security numbers are
written 3-2-4. Taxpayer numbers (ITIN) look alike and begin with 9; the IRS gives 50–65,
70–88, 90–92 and 94–99 as their middle. US phone numbers have 3-3-4 digits.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

ITIN_MIDDLES = {*range(50, 66), *range(70, 89), *range(90, 93), *range(94, 100)}
TEN_DIGITS = {(10,), (3, 3, 4), (3, 7), (6, 4), (3, 3, 2, 2), (1,) * 10}
YEAR = re.compile(r"(?:19|20)\d\d")
COUNTING = ("123456789", "987654321")
COMPACT_DAY = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True)
class Group:
    """Digits with nothing between them, and where they stand."""

    digits: str
    start: int
    end: int


@dataclass(frozen=True)
class Look:
    """What it looks like; of two that begin alike, the higher rank is believed."""

    kind: str
    rank: int


def shape_of(
    groups: Sequence[Group],
    *,
    between: str,
    has_plus: bool = False,
    is_phone: bool = False,
    is_ssn: bool = False,
) -> Look | None:
    """`is_phone` and `is_ssn`: the words before it say so."""
    parts = [group.digits for group in groups]
    digits, sizes = "".join(parts), tuple(len(part) for part in parts)
    if set(sizes) == {1} and digits in COUNTING:
        return None
    if _is_card(parts, digits, sizes):
        return Look("card", 4)
    if is_phone and not is_ssn and sizes == (9,):
        return Look("phone", 3)
    if sizes in ((3, 2, 4), (9,)) or (is_ssn and len(digits) == 9):
        return Look("itin" if _is_itin(digits) else "ssn", 3)
    if _is_abroad(digits, sizes, has_plus) or _is_ten(digits, sizes):
        return Look("phone", 2)
    if sizes == (1,) * 9:  # ten of them are a phone number, so they are tried first
        return Look("ssn", 1)
    if _is_local(parts, sizes, between) or (is_phone and _may_be_phone(parts)):
        return Look("phone", 1)
    return None


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others, as on every payment card."""
    doubled = [int(digit) * 2 for digit in digits[-2::-2]]
    plain = [int(digit) for digit in digits[::-2]]
    return (sum(n - 9 if n > 9 else n for n in doubled) + sum(plain)) % 10 == 0


def _is_card(parts: list[str], digits: str, sizes: tuple[int, ...]) -> bool:
    if not 13 <= len(digits) <= 19 or len(set(digits)) == 1 or not luhn(digits):
        return False
    if len(sizes) == 1 or set(sizes) in ({1}, {2}):
        return True
    if len(sizes) > 2 and all(YEAR.fullmatch(part) for part in parts[1:]):
        return False
    if any(COMPACT_DAY.fullmatch(part) for part in parts):
        return False
    return all(3 <= size <= 8 for size in sizes[:-1])


def _is_itin(digits: str) -> bool:
    return digits[0] == "9" and int(digits[3:5]) in ITIN_MIDDLES


def _is_ten(digits: str, sizes: tuple[int, ...]) -> bool:
    """A US number of ten digits, with or without the 1 before it."""
    if len(digits) == 10:
        return sizes in TEN_DIGITS
    if len(digits) != 11 or digits[0] != "1":
        return False
    rest = sizes[1:] if sizes[0] == 1 else (sizes[0] - 1, *sizes[1:])
    return rest in TEN_DIGITS


def _is_abroad(digits: str, sizes: tuple[int, ...], has_plus: bool) -> bool:
    """With its country's number; a lone digit after it belongs to the sentence."""
    if sizes[-1] == 1 and set(sizes) != {1}:
        return False
    if has_plus:
        return 8 <= len(digits) <= 15
    return digits.startswith("00") and digits[2] != "0" and 11 <= len(digits) <= 17


def _is_local(parts: list[str], sizes: tuple[int, ...], between: str) -> bool:
    """555-0142; "500-1000 people" says from where to where."""
    if sizes != (3, 4) or between not in ("-", "."):
        return False
    is_range = parts[1].endswith("00") and int(parts[1]) > int(parts[0])
    return not is_range


def _may_be_phone(parts: list[str]) -> bool:
    total = sum(map(len, parts))
    if len(parts) == 1:
        return 7 <= total <= 15 and not COMPACT_DAY.fullmatch(parts[0])
    is_day = any(YEAR.fullmatch(part) for part in parts)
    return 7 <= total <= 12 and not is_day and all(2 <= len(p) <= 4 for p in parts)
