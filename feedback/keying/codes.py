"""Codes as somebody keys them: as printed, or as much of one as makes it the only one."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from feedback.surveys.kinds.base import AnswerFault

# Beside this in place of a code, a line of a table has no answer.
NOTHING = "-"


def match(typed: str, codes: Sequence[str]) -> str | None:
    """The one code that was meant, or None.

    Where no printed code begins with a digit, a number counts the choices instead.
    """
    folded = typed.casefold()
    for code in codes:
        if code.casefold() == folded:
            return code
    if typed.isdecimal() and can_count(codes):
        place = int(typed)
        return codes[place - 1] if 0 < place <= len(codes) else None
    begun = [code for code in codes if code.casefold().startswith(folded)]
    return begun[0] if len(begun) == 1 else None


def can_count(codes: Sequence[str]) -> bool:
    return not any(code[0].isdecimal() for code in codes)


def needed(typed: str, codes: Sequence[str]) -> str:
    """The code, or a fault that names those which there are."""
    found = match(typed, codes)
    if found is None:
        raise AnswerFault(_no_code(typed, codes), code="no_code")
    return found


def _no_code(typed: str, codes: Sequence[str]) -> str:
    between = pgettext("between the parts of a list", ", ")
    begun = [c for c in codes if c.casefold().startswith(typed.casefold())]
    if begun:
        text = _("“%(typed)s” can be %(codes)s. Type more of the code.")
        return text % {"typed": typed, "codes": between.join(begun)}
    text = _("“%(typed)s” is no code here. The codes are %(codes)s.")
    return text % {"typed": typed[:40], "codes": between.join(codes)}
