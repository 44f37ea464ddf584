"""What somebody reads whose group has been heard: before they write more."""

from __future__ import annotations

from django.utils import translation

from feedback.answering import languages
from feedback.answering.editions import Edition
from feedback.answering.segments import Segments, slot


def draw(edition: Edition, language: str, *, onward: str = "", banner: str = "") -> str:
    """The page that leads `onward`, or that ends here where it leads nowhere."""
    goes_on = bool(onward)
    name = ("enough", language, goes_on)
    if name not in edition.drawn:
        with translation.override(languages.interface(language)):
            edition.drawn[name] = _segments(edition, language, goes_on)
    return edition.drawn[name].fill({"onward": onward, "banner": banner})


def _segments(edition: Edition, language: str, goes_on: bool) -> Segments:
    frame = edition.pages(language).frame()
    stop = "" if goes_on else "&stop=1"
    frame["languages"] = [
        known | {"url": f"?lang={known['code']}{stop}"} for known in frame["languages"]
    ]
    slug = edition.around.study_slug
    context = frame | {
        "goes_on": goes_on,
        "study_address": f"/p/{slug}/?lang={language}" if slug else "",
        "onward": slot("onward"),
        "banner": slot("banner"),
    }
    return Segments.drawn("answering/enough.html", context)
