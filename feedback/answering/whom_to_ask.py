"""Whom to ask: about the survey, about one's own case, and whether it is real."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from studies.templatetags.cx import in_language
from studies.wording.tags import is_right_to_left, is_same_language, language_info


def then(first: str, second: str) -> str:
    """Two sentences of one paragraph."""
    # Translators: two sentences of one paragraph; a space between them where the
    # language writes one.
    text = pgettext("two sentences", "%(first)s %(second)s")
    if isinstance(first, SafeString):
        pair = {"first": first, "second": conditional_escape(second)}
        return SafeString(text % pair)
    return text % {"first": first, "second": second}


def help_line(agency: Mapping[str, str]) -> SafeString | str:
    """Whom to ask, and how to answer by phone; nothing where nobody is named."""
    phone, hours = agency["contact_phone"], agency["contact_hours"]
    if phone and hours:
        text = _("Questions, or want to answer by phone? Call {phone} ({hours}).")
    elif phone:
        text = _("Questions, or want to answer by phone? Call {phone}.")
    elif agency["contact_email"]:
        text = _("Questions? Write to {email}.")
    else:
        return ""
    line = format_html(
        text,
        phone=format_html('<bdi dir="ltr"><a href="tel:{0}">{0}</a></bdi>', phone),
        hours=in_language(hours, agency["contact_hours_language"]),
        email=format_html(
            '<bdi dir="ltr"><a href="mailto:{0}">{0}</a></bdi>',
            agency["contact_email"],
        ),
    )
    return then(line, interpreter(agency)) if agency["interpreter"] else line


def interpreter(agency: Mapping[str, str]) -> str:
    """That somebody speaks the page's language on the phone; nothing where nobody does."""
    if not agency["interpreter"]:
        return ""
    info = language_info(agency["interpreter"])
    is_own = is_same_language(translation.get_language(), info["code"])
    spoken = info["name_local" if is_own else "name_translated"]
    text = _("You can speak %(language)s on the phone: we have interpreters.")
    return text % {"language": spoken}


@dataclass(frozen=True)
class OwnCase:
    """Where somebody goes with what a survey can't help with."""

    words: str
    language: str  # where the words are in another than the page's
    bidi: bool
    url: str
    shown_url: str


def own_case(agency: Mapping[str, str]) -> OwnCase | None:
    """Whom the agency names for help with one's own case; None where it names nobody."""
    words, url = agency["case_help"], agency["case_help_url"]
    if not (words or url):
        return None
    language = agency["case_help_language"]
    bidi = bool(language) and is_right_to_left(language)
    return OwnCase(words, language, bidi, url, _shown(url))


def checks(agency: Mapping[str, str], is_listed: bool) -> list[SafeString]:
    """How to find out, by a way that this page did not open, that we really ask."""
    found = []
    if agency["contact_phone"]:
        text = _(
            "Call us at {phone}, and ask if this survey is ours. If you have an older "
            "letter from us, use the number on that letter instead."
        )
        found.append((text, {"phone": _whole(agency["contact_phone"])}))
    if agency["website"]:
        text = _("Type our own web address into your browser: {website}")
        found.append((text, {"website": _plain(_shown(agency["website"]))}))
    if is_listed:
        link = format_html(
            '<a href="{}?lang={}">{}</a>',
            agency["surveys_url"],
            translation.get_language(),
            _("our list of what we ask now"),
        )
        # Translators: {list} is a link, "our list of what we ask now".
        found.append((_("Look for this survey on {list}."), {"list": link}))
    return [format_html(text, **words) for text, words in found]


def _shown(url: str) -> str:
    """An address as people type it."""
    return url.split("://", 1)[-1].rstrip("/")


def _plain(text: str) -> SafeString:
    return format_html('<bdi dir="ltr">{}</bdi>', text)


def _whole(number: str) -> SafeString:
    """A phone number that no end of a line cuts in two."""
    return format_html('<bdi dir="ltr" class="whole">{}</bdi>', number)
