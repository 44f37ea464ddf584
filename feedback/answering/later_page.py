from __future__ import annotations

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
    is_whole: bool,
    is_kept: bool,
    banner: str,
    help_box: str,
) -> str:
    """The page with the code to go on by; `is_whole`: all that was typed was kept.

    `is_kept`: what was answered counts if nobody sends it.
    """
    name = ("later", language, is_whole, is_kept)
    with translation.override(languages.interface(language)):
        if name not in edition.drawn:
            edition.drawn[name] = _segments(edition, language, is_whole, is_kept)
        last = day(works_until(started_on, edition.around.unsent_days), today)
    slots = {"code": code, "day": escape(last), "onward": onward}
    slots |= {"banner": banner, "help_box": help_box}
    return edition.drawn[name].fill(slots)


def _segments(
    edition: Edition, language: str, is_whole: bool, is_kept: bool
) -> Segments:
    frame = edition.pages(language).frame()
    again = "" if is_whole else "&again=1"
    frame["languages"] = [
        known | {"url": f"?lang={known['code']}{again}"} for known in frame["languages"]
    ]
    context = frame | {
        "is_whole": is_whole,
        "is_kept": is_kept,
        "where_typed": short_codes.address(),
        "code": slot("code"),
        "day": slot("day"),
        "onward": slot("onward"),
        "banner": slot("banner"),
        "help_box": slot("help_box"),
    }
    return Segments.drawn("answering/later.html", context)
