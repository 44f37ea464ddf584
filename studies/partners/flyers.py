"""What stands on paper that leads to a survey: flyers, tear-off sheets, counter cards."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studies.partners import links, short_codes
from studies.partners.models import InviteLink
from studies.planning.models import Activity
from studies.wording.agency_face import faces
from studies.wording.number_order import keep_numbers


@dataclass(frozen=True)
class Fill:
    """What stands for a word in braces; a language where it is not the sentence's."""

    text: str
    language: str = ""
    latin: bool = False  # an address or a number, read from left to right everywhere


@dataclass(frozen=True)
class Side:
    """What a sheet says in one language.

    `ours` is the language of our own sentences: the same, where our pages speak it.
    """

    language: str
    ours: str
    title: str
    purpose: str
    asks: str
    points: tuple[str, ...]
    how: str
    scan: str
    questions: str
    help: str
    call: str  # the shortest help: a strip of paper has no room for hours
    real: str
    checks: tuple[str, ...]
    fills: dict[str, Fill]


def languages_of(link: InviteLink) -> list[str]:
    """Those that the survey is offered in: the link's own, its partner's, the rest."""
    theirs = link.partner.languages if link.partner else []

    def place(code: str) -> tuple[bool, bool]:
        return code != link.language, code not in theirs

    return sorted(link.activity.languages_ready, key=place)


def sides(link: InviteLink, languages: list[str]) -> list[Side]:
    ours = faces(link.activity.agency)
    return [_side(link.activity, code, ours.speak(code)) for code in languages]


def _side(activity: Activity, language: str, agency: dict[str, str]) -> Side:
    ours = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(ours):
        return Side(
            language=language,
            ours=ours,
            title=activity.public_text("title", language) or activity.name,
            purpose=keep_numbers(_first_paragraph(activity, language), language),
            asks=_("{agency} asks you to answer some questions."),
            points=tuple(_points(activity.minutes)),
            how=_("How to take part"),
            scan=_(
                "Point your phone’s camera at the square. Or go to {go} and type this "
                "code:"
            ),
            questions=_("Questions, or want to answer by phone?"),
            help=_help(agency),
            call=_("Call {phone}.") if agency["contact_phone"] else "",
            real=_("How to check that this is real"),
            checks=tuple(_checks(agency)),
            fills=_fills(agency),
        )


def _first_paragraph(activity: Activity, language: str) -> str:
    """A flyer is read while walking past, so it says no more than that."""
    return activity.public_text("purpose", language).strip().split("\n")[0]


def _points(minutes: int | None) -> list[str]:
    points = [
        _("It is free. It does not change your benefits."),
        _("It is your choice. You need no account and no app."),
    ]
    if minutes:
        text = ngettext(
            "Takes about %(minutes)s minute.",
            "Takes about %(minutes)s minutes.",
            minutes,
        )
        points.insert(0, text % {"minutes": minutes})
    return points


def _help(agency: dict[str, str]) -> str:
    if agency["contact_phone"] and agency["contact_hours"]:
        return _("Call {phone} ({hours}).")
    if agency["contact_phone"]:
        return _("Call {phone}.")
    return _("Write to {email}.") if agency["contact_email"] else ""


def _checks(agency: dict[str, str]) -> list[str]:
    """Ways to find out that are not printed by whoever printed this sheet."""
    found = []
    if agency["contact_phone"]:
        text = _(
            "Call us at {phone}, and ask if this survey is ours. If you have an older "
            "letter from us, use the number on that letter instead."
        )
        found.append(text)
    if agency["website"]:
        found.append(_("Type our own web address into your browser: {website}"))
    return found


def _fills(agency: dict[str, str]) -> dict[str, Fill]:
    website = agency["website"].split("://", 1)[-1].rstrip("/")
    return {
        "agency": Fill(agency["name"], agency["name_language"]),
        "hours": Fill(agency["contact_hours"], agency["contact_hours_language"]),
        "phone": Fill(agency["contact_phone"], latin=True),
        "email": Fill(agency["contact_email"], latin=True),
        "website": Fill(website, latin=True),
        "go": Fill(short_codes.address(), latin=True),
    }


def names(shown: list[Side]) -> list[dict[str, str]]:
    """The agency's name as each side calls it, once each, with its language."""
    called: dict[str, str] = {}
    for side in shown:
        name = side.fills["agency"]
        called.setdefault(name.text, name.language or side.language)
    return [{"name": name, "language": code} for name, code in called.items()]


def about(link: InviteLink) -> dict[str, Any]:
    """What is the same in every language: the link, its picture and its code."""
    return {
        "address": links.url(link),
        "qr": links.qr_text(link),
        "code": short_codes.in_words(link),
        "partner": link.partner.name if link.partner else "",
    }
