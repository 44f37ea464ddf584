"""Changes in words: where, what, and word by word; grouped by class."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from feedback.surveys.comparing.changes import ORDER, WORDS, Change, Level, What
from feedback.surveys.comparing.names import OWN_TEXTS, REASONS, SAID, TITLES
from feedback.surveys.comparing.touching import Answers
from feedback.surveys.comparing.wordwise import Piece, pieces
from feedback.surveys.kinds import KINDS, setting_words
from studies.wording.tags import language_name

Document = Mapping[str, Any]

GONE = {What.QUESTION_REMOVED, What.CHOICE_REMOVED, What.ROW_REMOVED}


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

    @property
    def stays_together(self) -> bool:
        """Other people may be asked from now on, yet the same is asked."""
        return self.change.what in (What.RULE, What.REQUIRED)


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
    if change.what == What.SETTINGS and not change.code:
        return _setting(change)
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


def _setting(change: Change) -> str:
    """Which setting, and from what to what; both are JSON, "" where it was not set."""
    said = {
        name: setting_words.words(change.name, json.loads(value or "null"))
        for name, value in (("old", change.old), ("new", change.new))
    }
    became = _("%(old)s becomes %(new)s") % said
    return f"{setting_words.label(change.name)}: {became}"


def _kind(code: str) -> str:
    return str(KINDS[code].label) if code in KINDS else code


def _choices(key: str, document: Document) -> list[str]:
    question = next(row for row in document["questions"] if row["key"] == key)
    return [
        label(f"{key}:{choice['code']}", document) or choice["code"]
        for choice in question["choices"]
    ]
