"""One difference between two versions, and what it does to answers given so far."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """What a difference does to answers, from nothing to losing what was asked."""

    COSMETIC = "cosmetic", _("cosmetic")
    ADDITIVE = "additive", _("additive")
    MEANING = "meaning_changing", _("meaning-changing")
    DESTRUCTIVE = "destructive", _("destructive")


ORDER = list(Level)
# These need a written reason, whatever a designer calls them.
GRAVE = frozenset({Level.MEANING, Level.DESTRUCTIVE})


class What(StrEnum):
    QUESTION_ADDED = "question_added"
    QUESTION_REMOVED = "question_removed"
    QUESTION_MOVED = "question_moved"
    SECTION = "section"
    KIND = "kind"
    REQUIRED = "required"
    RULE = "rule"
    SETTINGS = "settings"
    LOCKED = "locked"
    CHOICE_ADDED = "choice_added"
    CHOICE_REMOVED = "choice_removed"
    CHOICE_SETTINGS = "choice_settings"
    CHOICE_ORDER = "choice_order"
    ROW_ADDED = "row_added"
    ROW_REMOVED = "row_removed"
    ROW_ORDER = "row_order"
    TEXT = "text"
    TEXT_ADDED = "text_added"
    TEXT_REMOVED = "text_removed"
    TRANSLATED = "translated"
    LANGUAGE_ADDED = "language_added"
    LANGUAGE_REMOVED = "language_removed"
    LATER = "later"
    LAYOUT = "layout"
    CHECK = "check"
    PROMISE = "promise"
    PART_ADDED = "part_added"
    PART_REMOVED = "part_removed"
    PART = "part"


WORDS = frozenset({What.TEXT, What.TEXT_ADDED, What.TEXT_REMOVED, What.TRANSLATED})
# After one of these, answers to a question are to other words than before.
REWORDING = frozenset(
    {
        What.TEXT,
        What.TEXT_REMOVED,
        What.KIND,
        What.SETTINGS,
        What.CHOICE_ADDED,
        What.CHOICE_SETTINGS,
        What.CHOICE_ORDER,
    }
)


@dataclass(frozen=True)
class Change:
    """One difference. `key` is its question ("" for the survey), `code` its choice.

    `old` and `new` are words in `language`, or names such as kinds; `name` is the
    text's name in a document. The id is the same whenever two documents are compared.
    """

    what: What
    level: Level
    key: str = ""
    code: str = ""
    language: str = ""
    name: str = ""
    old: str = ""
    new: str = ""

    @property
    def id(self) -> str:
        parts = (self.what, self.key, self.code, self.language, self.name)
        return "|".join(parts)

    @property
    def is_grave(self) -> bool:
        return self.level in GRAVE

    @property
    def may_be_a_typo(self) -> bool:
        """Changed words that a person may vouch for as saying the same."""
        return self.what == What.TEXT and self.level == Level.MEANING

    @property
    def may_be_more(self) -> bool:
        """Changed words that look alike, and may still mean something else."""
        return self.what == What.TEXT and self.level == Level.COSMETIC

    def is_rewording(self, language: str) -> bool:
        """Whether who answers in `language` is asked something else from here on."""
        if not self.key or not self.is_grave or self.what not in REWORDING:
            return False
        return self.language in ("", language)


def regrade(found: Iterable[Change], graded: Mapping[str, str]) -> list[Change]:
    """The changes as a person judged them, by id; what may not be judged stays.

    Only changed words are judged: up where they look alike and are not, down where
    they look different and are only mended. What was removed is always removed.
    """
    judged = []
    for change in found:
        wanted = graded.get(change.id, "")
        if change.may_be_a_typo and wanted == Level.COSMETIC:
            change = replace(change, level=Level.COSMETIC)
        elif change.may_be_more and wanted == Level.MEANING:
            change = replace(change, level=Level.MEANING)
        judged.append(change)
    return judged
