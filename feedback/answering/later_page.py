from __future__ import annotations

from collections.abc import Collection
from datetime import date

from django.utils import translation
from django.utils.html import escape

from feedback.answering import languages
from feedback.answering.editions import Edition
from feedback.answering.first_page import day
from feedback.answering.going_on import works_until
from feedback.answering.segments import Segments, slot
from studies.partners import short_codes


def draw(
    edition: Edition,
    language: str,
    *,
    code: str,
    started_on: date,
    today: date,
    onward: str,
    lost: Collection[str],
    is_kept: bool,
    banner: str,
    help_box: str,
) -> str:
    """The page with the code to go on by; `lost`: what of the page before was not kept.

    That is "cut", the end of words that are too long, or "again", what did not fit.
    `is_kept`: what was answered counts if nobody sends it.
    """
    name = ("later", language, *sorted(lost), is_kept)
    with translation.override(languages.interface(language)):
        if name not in edition.drawn:
            edition.drawn[name] = _segments(edition, language, lost, is_kept)
        last = day(works_until(started_on, edition.around.unsent_days), today)
    slots = {"code": code, "day": escape(last), "onward": onward}
    slots |= {"banner": banner, "help_box": help_box}
    return edition.drawn[name].fill(slots)


def _segments(
    edition: Edition, language: str, lost: Collection[str], is_kept: bool
) -> Segments:
    frame = edition.pages(language).frame()
    again = "".join(f"&{name}=1" for name in sorted(lost))
    frame["languages"] = [
        known | {"url": f"?lang={known['code']}{again}"} for known in frame["languages"]
    ]
    context = frame | {
        "lost": lost,
        "is_kept": is_kept,
        "where_typed": short_codes.address(),
        "code": slot("code"),
        "day": slot("day"),
        "onward": slot("onward"),
        "banner": slot("banner"),
        "help_box": slot("help_box"),
    }
    return Segments.drawn("answering/later.html", context)
