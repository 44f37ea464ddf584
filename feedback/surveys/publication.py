"""What publishing the draft now would change, ready to be shown and judged."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from feedback.surveys.comparing import Change, changes, regrade
from feedback.surveys.comparing.saying import Group, grouped
from feedback.surveys.comparing.touching import Answers, answers_touched
from feedback.surveys.compiling import compile_draft
from feedback.surveys.models import Survey, SurveyVersion
from feedback.surveys.publishing import draft_mark


class Publication:
    """The draft beside the newest version; a fixed number of queries."""

    def __init__(self, survey: Survey, newest: SurveyVersion | None):
        self.survey, self.newest = survey, newest

    @cached_property
    def document(self) -> Mapping[str, Any]:
        return compile_draft(self.survey)

    @property
    def mark(self) -> str:
        return draft_mark(self.document, self.newest)

    @cached_property
    def changes(self) -> list[Change]:
        return changes(self.newest.document, self.document) if self.newest else []

    @property
    def has_something(self) -> bool:
        return self.newest is None or bool(self.changes)

    @cached_property
    def groups(self) -> list[Group]:
        """The changes by class, gravest first, each with the answers that it touches."""
        if not self.changes:
            return []
        answers = answers_touched(self.survey, self.changes)
        return grouped(self.changes, self.newest.document, self.document, answers)


def between(old: SurveyVersion, new: SurveyVersion) -> list[Group]:
    """What one version changed, in the classes that it was published with."""
    found = regrade(changes(old.document, new.document), new.graded)
    return grouped(found, old.document, new.document, Answers())
