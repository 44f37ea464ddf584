"""Other forms of a first page, as the page itself offers them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.template.defaultfilters import filesizeformat
from django.urls import reverse

from feedback.surveys.aid_files import TYPES
from feedback.surveys.models import Aid
from feedback.surveys.models.aid import SIGN_LANGUAGES

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Offered:
    """One of them; what it costs a phone is said before it is opened."""

    kind: str
    url: str
    type: str = ""  # "MP3"
    size: str = ""  # "1.2 MB"
    sign_language: str = ""  # its code
    name: str = ""  # of the sign language
    minutes: int | None = None
    site: str = ""


def offered(
    rows: Sequence[Row], language: str, *, stays: bool = False
) -> list[Offered]:
    """Those of this language, in one order on every page; only what plays if it stays."""
    mine = {row["kind"]: row for row in rows if row["language"] == language}
    if stays:
        mine = {kind: row for kind, row in mine.items() if kind == Aid.Kind.LISTEN}
    return [_offered(mine[kind]) for kind in Aid.Kind.values if kind in mine]


def _offered(row: Row) -> Offered:
    if row["kind"] == Aid.Kind.SIGNED:
        return Offered(
            kind=row["kind"],
            url=row["url"],
            sign_language=row["sign_language"],
            name=str(SIGN_LANGUAGES.get(row["sign_language"], "")),
            minutes=row["minutes"],
            site=urlsplit(row["url"]).hostname or "",
        )
    return Offered(
        kind=row["kind"],
        url=reverse("aid-file", args=[row["token"]]),
        type=TYPES[row["ending"]].name,
        size=filesizeformat(row["size"]),
    )
