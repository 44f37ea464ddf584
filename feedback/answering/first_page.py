from __future__ import annotations

from datetime import date
from functools import reduce
from typing import Any

from django.utils import translation
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.answering import (
    aids,
    given,
    keeping,
    languages,
    link_preview,
    other_languages,
    whom_to_ask,
)
from feedback.answering.editions import Edition
from feedback.answering.entries import Entry
from feedback.answering.segments import Segments, slot
from feedback.answering.whom_to_ask import then
from studies.planning import ages


def draw(
    edition: Edition, entry: Entry, language: str, now: date, mode: str = "self"
) -> Segments:
    """The first page for one kind of visitor, kept with the version's other pages.

    Slots: token, notice (why somebody is back here), begin (the buttons), given (what
    the link brought along, so that another language keeps it), consent.
    """
    tell_by = edition.around.tell_by
    is_told = bool(tell_by and tell_by < now)
    name = ("first", language, entry.has_partner, entry.is_personal, is_told)
    minutes = entry.minutes or 1
    name += (entry.is_practice, entry.is_pilot, now.year, minutes)
    name += (entry.consent_version_id is not None, mode)
    if name not in edition.drawn:
        with translation.override(languages.interface(language)):
            context = _context(edition, entry, language, now, minutes, mode)
            edition.drawn[name] = Segments.drawn("answering/first.html", context)
    return edition.drawn[name]


def _context(
    edition: Edition, entry: Entry, language: str, now: date, minutes: int, mode: str
) -> dict[str, Any]:
    pages, document = edition.pages(language), edition.document
    frame = pages.frame()
    return frame | {
        "choose_language": [
            known | _choosing(edition, entry, known["code"])
            for known in frame["languages"]
        ],
        "languages": [],
        "brings_boxes": _brings_boxes(edition, entry),
        "title": pages.texts["title"],
        "purpose": pages.texts.get("purpose", ""),
        "preview": link_preview.preview(entry, pages.texts, pages.agency, language),
        "aids": aids.offered(
            edition.around.aids, pages.language, stays=edition.is_kiosk
        ),
        "length": length(pages.asked, minutes),
        "rights": rights(pages.has_required),
        "kept": kept(edition, entry, mode),
        "until": then(_erased(edition), if_not_sent(edition, mode)),
        "is_for_one": entry.is_personal and not document["anonymous"],
        "mode": mode,
        "age": age(edition.around.youngest, mode),
        "take_back": take_back(edition.around.tell_by, now),
        "help": whom_to_ask.help_line(pages.agency),
        "own_case": whom_to_ask.own_case(pages.agency),
        "checks": whom_to_ask.checks(
            pages.agency, edition.around.is_listed and not entry.is_practice
        ),
        "later": other_languages.later(document, language),
        "two_languages": other_languages.two_languages(language),
        "legal": pages.texts.get("legal", ""),
        "banner": SafeString(pages.banner(entry.is_practice, entry.is_pilot, mode)),
        "begin": slot("begin"),
        "consent": slot("consent"),
        "notice": slot("notice"),
        "mark": slot("mark"),
        "elsewhere": slot("elsewhere"),
    }


def _choosing(edition: Edition, entry: Entry, code: str) -> dict[str, str]:
    """A link for each language; a button where it brings answers or boxes along."""
    if _brings_boxes(edition, entry):
        return {}
    return {"url": f"?lang={code}{slot('given')}"}


def _brings_boxes(edition: Edition, entry: Entry) -> bool:
    has_boxes = entry.consent_version_id is not None
    return edition.changes_in_place or edition.is_kiosk or has_boxes


def age(youngest: int, mode: str) -> str:
    """Whoever answers for somebody is grown up in any case."""
    if mode == "proxy":
        return _("Whoever answers for them must be 18 or older.")
    return ages.in_words(youngest)


def length(number: int, minutes: int) -> str:
    """How much it asks, such as "These 8 questions take about 4 minutes." """
    if number == 1:
        return _("This one question takes about a minute.")
    if minutes == 1:
        return _("These %(number)d questions take about a minute.") % {"number": number}
    return ngettext(
        "These %(number)d questions take about %(minutes)d minute.",
        "These %(number)d questions take about %(minutes)d minutes.",
        minutes,
    ) % {"number": number, "minutes": minutes}


def rights(has_required: bool) -> str:
    if has_required:
        return _(
            "You choose. You can stop at any time, and skip each question that says "
            "it is optional. Your answers do not change your benefits. People who "
            "work on your case will not see them."
        )
    return _(
        "You choose. Skip any question or stop at any time. Your answers do not "
        "change your benefits. People who work on your case will not see them."
    )


def kept(edition: Edition, entry: Entry, mode: str = "self") -> str:
    """What we keep, who can know who answered, and what for."""
    return _things(
        edition,
        has_partner=entry.has_partner,
        is_personal=entry.is_personal and not edition.document["anonymous"],
        reads_link=bool(given.declared(edition.document)),
        asks_consent=entry.consent_version_id is not None,
        mode=mode,
    )


def what_is_kept(
    edition: Edition, *, has_partner: bool, is_personal: bool, **more: Any
) -> str:
    """The same and until when, as `keeping.kept` needs it."""
    kept = _things(edition, has_partner=has_partner, is_personal=is_personal, **more)
    return then(kept, _erased(edition))


def _things(
    edition: Edition,
    *,
    has_partner: bool,
    is_personal: bool,
    reads_link: bool,
    asks_consent: bool = False,
    mode: str = "self",
) -> str:
    is_anonymous = edition.document["anonymous"]
    things = keeping.kept(
        is_anonymous=is_anonymous,
        has_partner=has_partner,
        is_personal=is_personal,
        reads_link=reads_link,
        asks_consent=asks_consent,
        mode=mode,
    )
    sentences = [keeping.in_words(things)]
    if is_anonymous:
        sentences.insert(0, _("We do not ask your name."))
    if is_personal:
        sentences.append(
            _("By that number our team knows who answered. Nobody else does.")
        )
    sentences.append(_("We use them to make this service better."))
    return reduce(then, sentences)


def if_not_sent(edition: Edition, mode: str) -> str:
    """What becomes of answers that nobody sends; they can't choose later."""
    days = edition.around.unsent_days
    if edition.keeps_unsent(mode):
        return _counted_unsent(days, mode)
    if mode == "kiosk":
        # Translators: "them" are the answers, which the sentence before speaks of.
        return _("If you stop before you send them, we erase them at once.")
    if mode == "phone":
        # Translators: "them" are the answers, which the sentence before speaks of.
        return ngettext(
            "If this call stops early, we erase them %(count)d day after today.",
            "If this call stops early, we erase them %(count)d days after today.",
            days,
        ) % {"count": days}
    # Translators: "them" are the answers, which the sentence before speaks of.
    return ngettext(
        "If you do not send them, we erase them %(count)d day after you begin.",
        "If you do not send them, we erase them %(count)d days after you begin.",
        days,
    ) % {"count": days}


def _counted_unsent(days: int, mode: str) -> str:
    if mode == "phone":
        return ngettext(
            "If this call stops early, we keep what you answered, and count it after "
            "%(count)d day.",
            "If this call stops early, we keep what you answered, and count it after "
            "%(count)d days.",
            days,
        ) % {"count": days}
    kept = ngettext(
        "If you stop part-way, we keep what you answered, and count it after "
        "%(count)d day.",
        "If you stop part-way, we keep what you answered, and count it after "
        "%(count)d days.",
        days,
    ) % {"count": days}
    return then(kept, _("“Finish later” gives you a code to take it back."))


def _erased(edition: Edition) -> str:
    months = edition.around.retention_months
    if edition.around.study_id:
        text = ngettext(
            "We erase them %(count)d month after the study ends.",
            "We erase them %(count)d months after the study ends.",
            months,
        )
    else:
        text = ngettext(
            "We erase them %(count)d month after the survey closes.",
            "We erase them %(count)d months after the survey closes.",
            months,
        )
    return text % {"count": months}


def take_back(tell_by: date | None, now: date) -> str:
    """How to take answers back, and what can't be undone then."""
    code = _("At the end you get a code. Use it to take your answers back.")
    if tell_by is None:
        rest = _(
            "Once we have shared results, we can erase your answers but not the totals."
        )
    elif tell_by < now:
        rest = _(
            "We have begun to share results: we can erase your answers, but not the "
            "totals that we have shared."
        )
    else:
        rest = _(
            "After %(day)s, when we share results, we can erase your answers but not "
            "the totals."
        ) % {"day": day(tell_by, now)}
    return then(code, rest)


def day(moment: date, now: date) -> str:
    """ "April 9", with the year where it is another one."""
    style = "MONTH_DAY_FORMAT" if moment.year == now.year else "DATE_FORMAT"
    return date_format(moment, style)
