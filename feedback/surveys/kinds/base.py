from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

# {"code": …, "text"?} | {"codes": […], "text"?} | {"text": …} | {} when not answered.
Answer = dict[str, Any]
# One question of a compiled version, see SurveyVersion.
Compiled = Mapping[str, Any]

# Text beyond this is refused with a sentence and shown again, never cut in silence.
SHORT_TEXT_LIMIT = 500
LONG_TEXT_LIMIT = 5000

# In an export, "was not asked" and "was asked and said nothing" differ everywhere.
# No choice can have these codes, because theirs never begin with "_".
NOT_SHOWN = "_not_shown"
NO_ANSWER = "_no_answer"


class AnswerFault(Exception):
    """The answer can't be taken as it is; `message` says why and what to do."""

    def __init__(self, message: str, *, code: str):
        super().__init__(message)
        self.message = message
        self.code = code


@dataclass(frozen=True)
class Column:
    """One column of the column plan: its header, and how a cell is read."""

    name: str
    label: str


class Kind(ABC):
    """Everything about one kind of question; `code` is what rows and versions hold."""

    code: str
    label: str
    has_choices: bool = False
    has_rows: bool = False
    is_text: bool = False

    @abstractmethod
    def read(self, question: Compiled, post: QueryDict) -> Answer:
        """The answer in a POST, or AnswerFault; fields are named by question key."""

    @abstractmethod
    def tally(self, question: Compiled, answer: Answer) -> list[str]:
        """The codes that this answer counts for; [] where there is nothing to count."""

    @abstractmethod
    def columns(self, question: Compiled, texts: Mapping[str, str]) -> list[Column]:
        """The export columns, the same for every response of every version."""

    @abstractmethod
    def cells(self, question: Compiled, answer: Answer | None) -> list[str]:
        """One value per column; None for the answer means that it was not shown."""

    @abstractmethod
    def in_words(
        self, question: Compiled, answer: Answer, texts: Mapping[str, str]
    ) -> list[str]:
        """The answer as the person would read it again, a line per part."""


def choice_label(question: Compiled, code: str, texts: Mapping[str, str]) -> str:
    return texts.get(f"{question['key']}:{code}", code)
