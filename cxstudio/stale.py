"""A marker says which text somebody was looking at when they began to change it."""

import hashlib
import json

from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal


class StaleEdit(Refusal):
    """Somebody else saved in between; both texts are worth showing."""


def refuse_stale(seen: str, present: str) -> None:
    if seen != present:
        raise StaleEdit(
            _(
                "Somebody else changed this while you were writing. Nothing was "
                "overwritten: both texts are here. Choose one, or join them, and save."
            ),
            code="stale",
        )


def marker_of(*parts: object) -> str:
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:16]
