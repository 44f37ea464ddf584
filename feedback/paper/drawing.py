"""A version or a draft as a form to fill in by hand, in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import unescape
from typing import Any

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from feedback.answering import first_page, languages, whom_to_ask
from feedback.answering.editions import Edition
from feedback.answering.pages import PageSet
from feedback.paper.agreeing import consent_blocks
from feedback.paper.blocks import Block, Box, Sheet
from feedback.paper.skips import Skips, without_answers
from feedback.surveys.compiling import content_hash
from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import Printed
from feedback.surveys.kinds.presets import PRESETS
from feedback.surveys.minutes import minutes
from feedback.surveys.models import SurveyVersion
from studies.people.terms import Terms
from studies.wording.number_order import keep_numbers
from studies.wording.tags import direction

# A scale runs across the page where its words are this short.
LONGEST_ACROSS = 24
MOST_ACROSS = 11


def draw(
    edition: Edition,
    language: str,
    version: SurveyVersion | None,
    terms: Terms | None = None,
) -> Sheet:
    """The sheet; without a version it is a draft, and says so on every page."""
    with translation.override(languages.interface(language)):
        pages = edition.pages(language)
        form = Form(pages)
        return Sheet(
            language=pages.language,
            direction=direction(pages.language),
            title=form.texts["title"],
            agency=pages.agency["name"],
            name=form_name(edition, version, pages.language, terms),
            form=_("Form {name}"),
            edition=_edition(version),
            draft="" if version else _("Draft: not for use"),
            opening=tuple(_opening(edition, form, terms)),
            blocks=(*consent_blocks(terms, pages.language), *form.blocks()),
            closing=tuple(_closing(form)),
            page=_("Page {page} of {pages}"),
            end=_("The end of this form"),
        )


def form_name(
    edition: Edition,
    version: SurveyVersion | None,
    language: str,
    terms: Terms | None,
) -> str:
    """Which form this is, such as "12-3-es-4f2a91-c2".

    Survey, version, language, words, and the version of what people agree to.
    """
    number = str(version.number) if version else "draft"
    words = version.content_hash if version else content_hash(edition.document)
    consent = f"-c{terms.number}" if terms else ""
    return f"{edition.survey_id}-{number}-{language}-{words[:6]}{consent}"


def _edition(version: SurveyVersion | None) -> str:
    if version is None:
        day = date_format(timezone.localdate(), "DATE_FORMAT")
        return _("Draft of %(day)s") % {"day": day}
    day = date_format(timezone.localtime(version.published_at), "DATE_FORMAT")
    return _("Version %(number)d, %(day)s") % {"number": version.number, "day": day}


def _opening(edition: Edition, form: Form, terms: Terms | None) -> Iterator[str]:
    document, pages = form.document, form.pages
    source = document["texts"][document["source_language"]]
    yield form.texts.get("purpose", "")
    yield first_page.length(pages.asked, minutes(document["questions"], source))
    yield first_page.rights(pages.has_required)
    yield first_page.what_is_kept(
        edition,
        has_partner=False,
        is_personal=False,
        reads_link=False,
        asks_consent=terms is not None,
        mode="paper",
    )
    if not any(KINDS[one["kind"]].is_contact for one in document["questions"]):
        yield _(
            "Nothing on this paper says who you are. So once you hand it in, we cannot "
            "find it again to erase it."
        )
    yield _(
        "Use a pen. Do not write your name or your number, unless a question asks for "
        "it. The small words in [brackets] are for our office."
    )
    yield form.texts.get("legal", "")


def _closing(form: Form) -> Iterator[str]:
    yield form.texts.get("thanks", "")
    yield _("Give this form back to the person or the place that you got it from.")
    help_line = unescape(strip_tags(whom_to_ask.help_line(form.pages.agency)))
    yield keep_numbers(help_line, form.pages.language)


class Form:
    """The questions of one version in one language, numbered as people read them."""

    def __init__(self, pages: PageSet):
        self.pages, self.document = pages, pages.document
        self.numbers = numbered(self.document)
        texts = self.document["texts"][pages.language].items()
        kept = {name: keep_numbers(text, pages.language) for name, text in texts}
        self.texts = without_answers(kept, self.numbers)
        self.skips = Skips(self.document, self.texts, self.numbers)

    def blocks(self) -> Iterator[Block]:
        section = None
        for question in self.document["questions"]:
            own = question.get("section")
            if own != section and own is not None:
                yield self._section(own)
            section = own
            kind = KINDS[question["kind"]]
            if not kind.is_on_page:
                continue  # a value from the link: paper has no link
            yield self._question(question, 3 if own else 2)

    def _section(self, key: str) -> Block:
        return Block(
            what="section",
            level=2,
            label=self.texts.get(f"section/{key}", ""),
            hint=self.texts.get(f"section/{key}:text", ""),
            only=self.skips.only_section(key),
        )

    def _question(self, question: Mapping[str, Any], level: int) -> Block:
        key, kind = question["key"], KINDS[question["kind"]]
        printed = kind.printed(question, self.texts)
        said = {
            "key": key,
            "level": level,
            "label": self.texts.get(key, ""),
            "hint": self.texts.get(f"{key}:hint", ""),
            "only": self.skips.only(key),
            "after": self.skips.after(key),
        }
        if not kind.is_asked:
            return Block(what="words", **said)
        boxes = tuple(self._box(question, *one) for one in printed.choices)
        is_ticked = printed.shape in ("choices", "several", "grid")
        return Block(
            what="question",
            shape="row" if self._runs_across(question, printed) else printed.shape,
            number=self.numbers[key],
            optional=self._optional(question),
            how=how(printed),
            boxes=boxes if is_ticked else (),
            ways=() if is_ticked else boxes,
            rows=printed.rows,
            lines=printed.lines,
            cells=printed.boxes,
            **said,
        )

    def _box(self, question: Mapping[str, Any], code: str, label: str) -> Box:
        marks = next((c for c in question["choices"] if c["code"] == code), {})
        return Box(
            code=code,
            label=label,
            write=bool(marks.get("other")),
            alone=_("tick nothing else with this") if marks.get("exclusive") else "",
            then=self.skips.then(question["key"], code),
        )

    def _optional(self, question: Mapping[str, Any]) -> str:
        is_marked = self.pages.has_required and not question["required"]
        return _("optional") if is_marked else ""

    def _runs_across(self, question: Mapping[str, Any], printed: Printed) -> bool:
        preset = PRESETS.get(question["settings"].get("preset", ""))
        if printed.shape != "choices" or preset is None or not preset.is_in_row:
            return False
        is_short = all(len(label) <= LONGEST_ACROSS for _, label in printed.choices)
        leads_on = any(
            self.skips.then(question["key"], code) for code, _ in printed.choices
        )
        return is_short and len(printed.choices) <= MOST_ACROSS and not leads_on


def numbered(document: Mapping[str, Any]) -> dict[str, int]:
    """Questions by their numbers on paper: those that ask something there."""
    asked = [
        question["key"]
        for question in document["questions"]
        if KINDS[question["kind"]].is_asked and KINDS[question["kind"]].is_on_page
    ]
    return {key: number for number, key in enumerate(asked, start=1)}


def how(printed: Printed) -> str:
    """What to do with the pen."""
    if printed.shape == "several" and len(printed.choices) == 1:
        return _("Tick the box if you agree.")
    return {
        "choices": _("Tick one."),
        "several": _("Tick all that fit."),
        "grid": _("Tick one in each line."),
        "boxes": _("Write one digit in each box."),
    }.get(printed.shape, "")
