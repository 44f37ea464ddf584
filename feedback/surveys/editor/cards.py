"""One question of a draft as the editor's list shows it, closed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Choice, Comment, Question
from feedback.surveys.plain_language import ShownFinding

if TYPE_CHECKING:
    from feedback.surveys.editor.draft_page import DraftPage

# A list of all offices is read where it is changed, not between other questions.
SHOWN_CHOICES = 12
# A longer list is read by its questions alone: all else comes when one is opened.
MOST_IN_FULL = 80


@dataclass
class Card:
    """A list of hundreds is drawn from these: nothing here asks the database."""

    draft: DraftPage
    question: Question
    number: int
    rule: str
    url: str
    is_first: bool
    is_last: bool

    @property
    def face(self) -> tuple:
        """What of this card changes when another question does, its faults aside."""
        return (self.number, self.rule, self.is_first, self.is_last)

    @property
    def kind(self) -> str:
        return capfirst(KINDS[self.question.kind].label)

    @property
    def has_choices(self) -> bool:
        return KINDS[self.question.kind].has_choices

    @property
    def fault(self) -> str:
        """Why its rule can't hold, and what to do."""
        return self._of_rules(is_stop=True)

    @property
    def remark(self) -> str:
        """What its rules or its text may do that nobody meant; it stops nothing."""
        return self._of_rules(is_stop=False)

    def _of_rules(self, *, is_stop: bool) -> str:
        found = self.draft.findings_of_rules.get(self.question.pk, [])
        said = [finding for finding in found if finding.is_stop == is_stop]
        return " ".join(f"{finding.reason} {finding.fix}" for finding in said)

    @property
    def findings(self) -> list[ShownFinding]:
        return self.draft.found_by_question.get(self.question.pk, [])

    @property
    def more_findings(self) -> int:
        return len(self.findings) - 1

    @property
    def comments(self) -> list[Comment]:
        return self.draft.comments_by_question.get(self.question.pk, [])

    @property
    def first_choices(self) -> list[Choice]:
        """Those that a closed card shows; the rest are seen when it is opened."""
        return self.question.drafted_choices[:SHOWN_CHOICES]

    @property
    def more_choices(self) -> int:
        return max(0, len(self.question.drafted_choices) - SHOWN_CHOICES)

    @property
    def is_short(self) -> bool:
        return len(self.draft.questions) > MOST_IN_FULL

    @cached_property
    def names(self) -> dict[str, str]:
        """What its buttons are called where only their sound says which card it is."""
        words = {"number": self.number}
        return {
            "change": _("question %(number)s") % words,
            "up": _("Move question %(number)s up") % words,
            "down": _("Move question %(number)s down") % words,
            "more": _("for question %(number)s") % words,
        }
