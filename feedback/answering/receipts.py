from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.core import signing
from django.forms import Form
from django.template.loader import render_to_string
from django.utils import translation

from feedback.answering import kiosk_receipt, languages
from feedback.answering.editions import Edition
from feedback.answering.first_page import day
from feedback.answering.segments import Segments, slot

ASKING_SECONDS = 24 * 60 * 60


@dataclass(frozen=True)
class Asking:
    version_id: int
    language: str


def page(
    edition: Edition,
    language: str,
    today: date,
    *,
    is_taken_back: bool,
    ending: str | None = None,
    mode: str = "self",
    updates: str = "../updates/",
) -> Segments:
    """The page after sending, with the words of the rule that ended it early.

    Slots: code; token, for who wants to be told; banner; help_box; late; copy, what
    leads to one; keeper, of a preview; those of answers in its words.
    """
    around = edition.around
    tell_by = around.tell_by if around.tell_by and around.tell_by >= today else None
    name = ("receipt", language, is_taken_back, tell_by, today.year, ending, mode)
    if name not in edition.drawn:
        with translation.override(languages.interface(language)):
            pages = edition.pages(language)
            context = _frame(edition, language) | {
                "is_taken_back": is_taken_back,
                "thanks": pages.texts.get(f"rule/{ending}")
                or pages.texts.get("thanks", ""),
                "tell_by": day(tell_by, today) if tell_by else "",
                "study_address": f"/p/{around.study_slug}/",
                "has_study": around.study_id is not None,
                "updates": updates,
                "mode": mode,
                "banner": slot("banner"),
                "help_box": slot("help_box"),
                "keeper": slot("keeper"),
                "late": slot("late"),
                "copy": slot("copy"),
                "code": slot("code"),
                "token": slot("token"),
                "root": slot("root"),
            }
            if edition.is_kiosk:
                context |= kiosk_receipt.beside(context["study_address"])
                context["languages"] = []  # it is shown once, and is no address
            template = "kiosk_receipt" if edition.is_kiosk else "receipt"
            drawn = Segments.drawn(f"answering/{template}.html", context)
            edition.drawn[name] = drawn
    return edition.drawn[name]


def copy(edition: Edition, language: str) -> Segments:
    """What somebody answered, to keep. Slots: rows, code, banner."""
    name = ("copy", language)
    if name not in edition.drawn:
        with translation.override(languages.interface(language)):
            context = _frame(edition, language) | {
                "title": edition.pages(language).texts["title"],
                **{each: slot(each) for each in ("rows", "code", "banner")},
            }
            edition.drawn[name] = Segments.drawn("answering/copy.html", context)
    return edition.drawn[name]


def updates_page(
    edition: Edition,
    language: str,
    form: Form,
    token: str,
    *,
    saved: list[str],
    is_empty: bool = False,
) -> str:
    """The form, whose language buttons bring along what is typed; later links do.

    `saved`: the wishes that were kept just now, none while they are asked for.
    `is_empty`: it was sent with nothing in it.
    """
    frame = edition.pages(language).frame()
    if saved:
        frame = _frame(edition, language, {"for": token, "saved": saved})
    context = frame | {"form": form, "token": token, "saved": saved}
    context |= {"is_empty": is_empty}
    return render_to_string("answering/updates.html", context)


def updates_token(address: str, version_id: int, language: str) -> str:
    """Lets the form be sent for a day; it holds nothing of who answered or what."""
    return _signer(address).sign(f"{version_id}.{language}")


def read_updates_token(address: str, token: str) -> Asking | None:
    try:
        signed = _signer(address).unsign(token, max_age=ASKING_SECONDS)
    except signing.BadSignature:
        return None
    version, _, language = signed.partition(".")
    return Asking(int(version), language)


def _signer(address: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=f"answering.updates:{address}")


def _frame(edition: Edition, language: str, asked: dict | None = None) -> dict:
    frame = edition.pages(language).frame()
    if edition.changes_in_place:
        return frame
    frame["languages"] = [
        known | {"url": f"?{urlencode((asked or {}) | {'lang': known['code']}, True)}"}
        for known in frame["languages"]
    ]
    return frame
