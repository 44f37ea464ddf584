"""Changes in words: where, what, and word by word; grouped by class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from feedback.surveys.comparing.changes import ORDER, WORDS, Change, Level, What
from feedback.surveys.comparing.touching import Answers
from feedback.surveys.comparing.wordwise import Piece, pieces
from feedback.surveys.kinds import KINDS
from studies.wording.tags import language_name

Document = Mapping[str, Any]

TITLES = {
    Level.DESTRUCTIVE: gettext_lazy("Takes something away"),
    Level.MEANING: gettext_lazy("Changes the meaning"),
    Level.ADDITIVE: gettext_lazy("Adds or moves something"),
    Level.COSMETIC: gettext_lazy("Says the same"),
}
REASONS = {
    Level.DESTRUCTIVE: gettext_lazy(
        "Nobody is asked this any more. Answers so far stay in results and exports."
    ),
    Level.MEANING: gettext_lazy(
        "Answers before and after are answers to different words. They are kept, and "
        "results show them apart."
    ),
    Level.ADDITIVE: gettext_lazy("Answers so far stay as they are."),
    Level.COSMETIC: gettext_lazy(
        "Case, punctuation, spaces, mended typos and what changes no answer. Answers "
        "before and after are counted together."
    ),
}
SAID = {
    What.QUESTION_ADDED: gettext_lazy("New question"),
    What.QUESTION_REMOVED: gettext_lazy("Question taken away"),
    What.QUESTION_MOVED: gettext_lazy("Asked at another place"),
    What.SECTION: gettext_lazy("In another section"),
    What.KIND: gettext_lazy("Another kind of question"),
    What.REQUIRED: gettext_lazy("Must be answered"),
    What.RULE: gettext_lazy("Whom it is shown to"),
    What.SETTINGS: gettext_lazy("Settings of the question"),
    What.LOCKED: gettext_lazy("Locked wording"),
    What.CHOICE_ADDED: gettext_lazy("New choice"),
    What.CHOICE_REMOVED: gettext_lazy("Choice taken away"),
    What.CHOICE_SETTINGS: gettext_lazy("How a choice goes with others"),
    What.CHOICE_ORDER: gettext_lazy("Order of the choices"),
    What.ROW_ADDED: gettext_lazy("New row"),
    What.ROW_REMOVED: gettext_lazy("Row taken away"),
    What.ROW_ORDER: gettext_lazy("Order of the rows"),
    What.TEXT: gettext_lazy("Changed words"),
    What.TEXT_ADDED: gettext_lazy("New words"),
    What.TEXT_REMOVED: gettext_lazy("Words taken away"),
    What.TRANSLATED: gettext_lazy("Translated for the first time"),
    What.LANGUAGE_ADDED: gettext_lazy("New language"),
    What.LANGUAGE_REMOVED: gettext_lazy("Language no longer offered"),
    What.LATER: gettext_lazy("Languages that come later"),
    What.LAYOUT: gettext_lazy("Which questions share a page"),
    What.PROMISE: gettext_lazy("How answers are kept"),
    What.PART_ADDED: gettext_lazy("New section or rule"),
    What.PART_REMOVED: gettext_lazy("Section or rule taken away"),
    What.PART: gettext_lazy("Section or rule"),
}
GONE = {What.QUESTION_REMOVED, What.CHOICE_REMOVED, What.ROW_REMOVED}
OWN_TEXTS = {
    "title": gettext_lazy("Title"),
    "purpose": gettext_lazy("First page"),
    "thanks": gettext_lazy("Last page"),
}


@dataclass(frozen=True)
class Shown:
    """One change as a page shows it; `answers` is how many it touches."""

    change: Change
    where: str
    what: str
    about: str
    language: str
    words: list[Piece]
    answers: int

    @property
    def takes_away(self) -> bool:
        return self.change.what in GONE


@dataclass(frozen=True)
class Group:
    """The changes of one class, with what the class means."""

    level: Level
    title: str
    reason: str
    changes: list[Shown]


def grouped(
    found: Iterable[Change], old: Document, new: Document, answers: Answers
) -> list[Group]:
    """Gravest first; a class without changes is left out."""
    by_level: dict[str, list[Shown]] = {}
    for change in found:
        shown = in_words(change, old, new, answers.touched_by(change))
        by_level.setdefault(change.level, []).append(shown)
    return [
        Group(level, str(TITLES[level]), str(REASONS[level]), by_level[level])
        for level in reversed(ORDER)
        if level in by_level
    ]


def in_words(change: Change, old: Document, new: Document, answers: int = 0) -> Shown:
    is_words = change.what in WORDS
    return Shown(
        change=change,
        where=_where(change, old, new),
        what=str(SAID[change.what]),
        about=_about(change, old, new),
        language=str(language_name(change.language)) if change.language else "",
        words=pieces(change.old, change.new) if is_words else [],
        answers=answers,
    )


def _where(change: Change, old: Document, new: Document) -> str:
    """The question's words, or which of the survey's own texts it is."""
    if change.key:
        return label(change.key, new) or label(change.key, old)
    if change.what in WORDS:
        return str(OWN_TEXTS.get(change.name, _("Words of a section or rule")))
    return _("The whole survey")


def label(name: str, document: Document) -> str:
    return document["texts"][document["source_language"]].get(name, "")


def _about(change: Change, old: Document, new: Document) -> str:
    """What the class alone does not say: which choice, from what to what, where."""
    if change.what == What.KIND:
        kinds = {"old": _kind(change.old), "new": _kind(change.new)}
        return _("%(old)s becomes %(new)s") % kinds
    if change.what in (What.QUESTION_ADDED, What.QUESTION_MOVED):
        before = label(change.old, new)
        return (
            _("after “%(question)s”") % {"question": before} if before else _("first")
        )
    if change.what == What.SECTION:
        return label(f"section/{change.new}", new)
    if change.what == What.REQUIRED:
        return _("yes") if change.new else _("no")
    if change.what in (What.LANGUAGE_ADDED, What.LANGUAGE_REMOVED):
        return ""
    if change.what == What.CHOICE_ORDER:
        return ", ".join(_choices(change.key, new))
    if change.code:
        name = f"{change.key}:{change.code}"
        return label(name, new) or label(name, old)
    return ""


def _kind(code: str) -> str:
    return str(KINDS[code].label) if code in KINDS else code


def _choices(key: str, document: Document) -> list[str]:
    question = next(row for row in document["questions"] if row["key"] == key)
    return [
        label(f"{key}:{choice['code']}", document) or choice["code"]
        for choice in question["choices"]
    ]
