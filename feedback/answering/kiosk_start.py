"""The page at which a shared screen waits for the next person."""

from django.utils import translation
from django.utils.translation import pgettext

from feedback.answering import first_page, languages
from feedback.answering.editions import Edition
from feedback.answering.entries import Entry
from feedback.answering.segments import Segments


def page(edition: Edition, entry: Entry) -> str:
    """In the language that the survey was written in, with a way into each.

    Each says in its own words what it is and how long it takes: whoever stands in front
    of it reads no other.
    """
    minutes = entry.minutes or 1
    name = ("kiosk start", entry.is_practice, minutes)
    language = edition.document["source_language"]
    if name not in edition.drawn:
        with translation.override(languages.interface(language)):
            context = _context(edition, entry, language, minutes)
            drawn = Segments.drawn("answering/kiosk_start.html", context)
        edition.drawn[name] = drawn
    return edition.drawn[name].fill({})


def _context(edition: Edition, entry: Entry, language: str, minutes: int) -> dict:
    pages = edition.pages(language)
    frame = pages.frame()
    return frame | {
        "languages": [],
        "choose": [
            known | _start(edition, known["code"], minutes)
            for known in frame["languages"]
        ],
        "title": pages.texts["title"],
        "length": first_page.length(pages.asked, minutes),
        "banner": pages.banner(entry.is_practice, entry.is_pilot),
    }


def _start(edition: Edition, code: str, minutes: int) -> dict[str, str]:
    """What stands on its button, and the language of our own words on it."""
    pages, spoken = edition.pages(code), languages.interface(code)
    with translation.override(spoken):
        return {
            "title": pages.texts["title"],
            "length": first_page.length(pages.asked, minutes),
            "start": pgettext("button", "Start"),
            "start_language": spoken,
            "start_is_rtl": translation.get_language_bidi(),
        }
