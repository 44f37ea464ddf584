"""Short codes of shared links: 8 signs to type from paper where nothing can scan."""

import secrets
from collections.abc import Sequence

from django.conf import settings

from studies.partners.models import InviteLink
from studies.wording.spelled_codes import ALPHABET, in_groups

LENGTH = 8
# Without vowels no code spells a word that nobody wants on a flyer.
SIGNS = "".join(sign for sign in ALPHABET if sign not in "AE")


def new_code() -> str:
    """A code that no link has or had; 22 to the power of 8 are too many to guess."""
    while True:
        code = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
        if not InviteLink.objects.filter(short_code=code).exists():
            return code


def find(readings: Sequence[str]) -> InviteLink | None:
    """The link behind a typed code, working or not; the surest reading wins."""
    rows = InviteLink.objects.with_partnership().filter(short_code__in=readings)
    found = {
        link.short_code: link
        for link in rows.select_related("activity__round__study", "activity__agency")
    }
    return next((found[code] for code in readings if code in found), None)


def in_words(link: InviteLink) -> str:
    """As it is printed: "3467 CDFG"."""
    return in_groups(link.short_code or "", " ")


def address() -> str:
    """Where a code is typed, as short as paper can say it."""
    return f"{settings.BASE_URL}/go".split("://", 1)[1]
