"""Sheets to print for one link, as tagged PDF files."""

import logging
import re
from collections.abc import Callable
from dataclasses import asdict, dataclass
from subprocess import CalledProcessError
from typing import Any

from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency
from studies.agencies.models.logos import content_type
from studies.partners import flyers
from studies.partners.models import InviteLink, Partner
from studies.printing import pdf as typst
from studies.printing.typesetting import NoFont, some
from studies.wording.tags import language_name

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kind:
    """One thing to print: the name of its template and of its files."""

    name: str
    label: str
    most: int  # languages that fit on it


KINDS = {
    kind.name: kind
    for kind in (
        Kind("flyer", gettext_lazy("A flyer, to hang up or hand out"), 2),
        Kind(
            "tear-off-sheet",
            gettext_lazy("A tear-off sheet: a flyer with ten strips to take home"),
            2,
        ),
        Kind(
            "counter-card",
            gettext_lazy("A card for a counter: fold the sheet in half, and it stands"),
            4,
        ),
    )
}
# What stands between braces in a line is filled in.
BRACES = re.compile("[{}]")
PAPERS = {"letter": gettext_lazy("Letter"), "a4": gettext_lazy("A4")}


def pdf(
    link: InviteLink, kind: str, languages: list[str], paper: str = "letter"
) -> bytes:
    """The file; Refusal in words where there is nothing to print, or no way to."""
    content = sheet(link, kind, languages)
    try:
        return _made(kind, content, languages[0], paper)
    except NoFont as fault:
        text = _(
            "Nothing was printed: this server has no font for %(letters)s. Choose "
            "another language, or ask who runs this server to add the font."
        )
        text %= {"letters": some(fault.letters)}
        raise Refusal(text, code="no_font") from fault
    except typst.TooLong as fault:
        text = _("Nothing was printed: the server has too much to do. Try again later.")
        raise Refusal(text, code="busy") from fault


def sheet(link: InviteLink, kind: str, languages: list[str]) -> dict[str, Any]:
    """What the template is told, after all that stands against printing."""
    check(link)
    _check_languages(link, KINDS[kind], languages)
    shown = flyers.sides(link, languages)
    with translation.override(shown[0].ours):
        return {
            **flyers.about(link),
            "title": shown[0].title,
            "agency": shown[0].fills["agency"].text,
            "names": [name | spoken(name["language"]) for name in flyers.names(shown)],
            "logo": _logo(link.activity.agency),
            "alt": _("QR code of the survey"),
            "sides": [_told(side) for side in shown],
            "with_partner": _lines(shown, lambda side: _partner_line(link, side)),
            "fold": _lines(shown, lambda _side: _("Fold here")),
        }


def _lines(
    shown: list[flyers.Side], words: Callable[[flyers.Side], str]
) -> list[dict[str, Any]]:
    """What every reader of the sheet has to understand, once in each language."""
    found: dict[str, dict[str, Any]] = {}
    for side in shown:
        with translation.override(side.ours):
            said = words(side)
            found.setdefault(said, {"words": said, "spoken": spoken(side.ours)})
    return list(found.values())


def _partner_line(link: InviteLink, side: flyers.Side) -> str:
    """An office of our own hands it out by itself; where it lies is said by name."""
    is_office = link.partner is not None and link.partner.kind == Partner.Kind.OFFICE
    line = "{partner}" if is_office else _("Together with {partner}")
    place = link.site.name_in(side.language)[0] if link.site else ""
    return f"{line} · {BRACES.sub('', place)}" if place else line


def usual_kind(link: InviteLink) -> str:
    """What such a link is printed on most of all."""
    return "counter-card" if link.channel == InviteLink.Channel.COUNTER else "flyer"


def check(link: InviteLink) -> None:
    """Refuse a link that paper must not carry."""
    if link.is_kiosk or link.is_pilot or link.is_personal:
        text = _(
            "This link is not for paper: it is for one screen or a few people. Make "
            "another link to print."
        )
        raise Refusal(text, code="not_for_paper")
    if not link.works:
        text = _("This link has ended, so nothing is printed with it. Make a new link.")
        raise Refusal(text, code="link_ended")
    if not flyers.languages_of(link):
        text = _(
            "Publish the survey first: then its title and purpose stand on the sheet, "
            "in each of its languages."
        )
        raise Refusal(text, code="not_published")


def _check_languages(link: InviteLink, kind: Kind, languages: list[str]) -> None:
    ready = flyers.languages_of(link)
    missing = [language_name(code) for code in languages if code not in ready]
    if missing:
        text = _("The survey is not offered in %(language)s. Choose another language.")
        raise Refusal(text % {"language": ", ".join(missing)}, code="no_language")
    if not 0 < len(languages) <= kind.most:
        raise Refusal(too_many(kind), code="too_many_languages")


def too_many(kind: Kind) -> str:
    text = _(
        "At most %(most)d languages fit on this. Choose those, and print the rest apart."
    )
    return text % {"most": kind.most}


def file_name(link: InviteLink, kind: str, languages: list[str], paper: str) -> str:
    """Such as "flyer-front-desk-es-en-letter.pdf"."""
    name = slugify(str(link)) or "link"
    return "-".join([kind, name[:60], *languages, paper]) + ".pdf"


def template(kind: str) -> str:
    return f"studies/partners/typst/{kind}.typ"


def spoken(language: str) -> dict[str, Any]:
    return typst.spoken(language)


def _told(side: flyers.Side) -> dict[str, Any]:
    told = asdict(side) | {
        "spoken": spoken(side.language),
        "ours": spoken(side.ours),
    }
    for fill in told["fills"].values():
        fill["spoken"] = spoken(fill["language"] or side.ours)
    return told


def _made(kind: str, content: dict[str, Any], language: str, paper: str) -> bytes:
    """A picture that can't be drawn is left out: the words are what people need."""
    try:
        return typst.make(template(kind), content, language=language, paper=paper)
    except CalledProcessError:
        if not content["logo"]:
            raise
        log.warning("logo_not_printed")
        bare = content | {"logo": []}
        return typst.make(template(kind), bare, language=language, paper=paper)


def _logo(agency: Agency) -> list[int]:
    """The picture's bytes; none where there is none."""
    if not agency.logo:
        return []
    try:
        with agency.logo.open() as file:
            content = file.read()
    except FileNotFoundError:
        return []
    return list(content) if content_type(content) else []
