"""What a chat or a social network shows of a link that somebody passes on."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.templatetags.static import static

from feedback.answering.entries import Entry

# As Open Graph names a language: with a country, whichever it is.
LOCALES = {"en": "en_US", "es": "es_ES", "ar": "ar_AR", "zh-hans": "zh_CN"}
LONGEST = 200


@dataclass(frozen=True)
class Preview:
    title: str
    description: str
    agency: str
    locale: str
    image: str


def preview(
    entry: Entry, texts: Mapping[str, str], agency: Mapping[str, str], language: str
) -> Preview | None:
    """None where the link is one person's or one screen's: it is not to be shared."""
    if entry.is_personal or entry.is_kiosk or entry.is_pilot:
        return None
    first = texts.get("purpose", "").strip().split("\n")[0]
    return Preview(
        title=texts["title"],
        description=first[:LONGEST],
        agency=agency["name"],
        locale=LOCALES.get(language, language.replace("-", "_")),
        image=settings.BASE_URL + static("share.png"),
    )
