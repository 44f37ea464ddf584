"""Words as they may be stored: without addresses and numbers of one person."""

from django.utils.translation import gettext as _

from studies.wording.private_numbers import Private, find

# Where the words that stand for it would not fit: it is shorter than any of them.
SHORT_SIGN = "[…]"

Stays = frozenset[str]
NOTHING: Stays = frozenset()


def known(*texts: str) -> Stays:
    """The addresses and numbers in an agency's own contact data; these may stay."""
    return frozenset(found.bare for text in texts for found in find(text))


def without(text: str, stays: Stays = NOTHING, *, limit: int = 0) -> str:
    """The text with what was found replaced by words; the rest as it was typed."""
    found = [each for each in find(text) if each.bare not in stays]
    if not found:
        return text
    masked = _replaced(text, [(f, _sign(f.kind)) for f in found])
    if limit and len(masked) > limit:
        return _replaced(text, [(f, SHORT_SIGN) for f in found])
    return masked


def _sign(kind: Private) -> str:
    words = {
        Private.EMAIL: _("e-mail address left out"),
        Private.CARD: _("card number left out"),
        Private.SSN: _("Social Security number left out"),
        Private.ITIN: _("tax ID number left out"),
        Private.PHONE: _("phone number left out"),
    }
    return f"[{words[kind]}]"


def _replaced(text: str, signs: list) -> str:
    parts, end = [], 0
    for found, sign in signs:
        parts += [text[end : found.start], sign]
        end = found.end
    return "".join([*parts, text[end:]])
