from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import QueryDict
from django.utils.html import escape

from feedback.answering.stored import Replaced
from feedback.surveys.kinds import KINDS, Answer, AnswerFault


@dataclass(frozen=True)
class Filling:
    """The person's own part of a page: what goes into its slots."""

    answers: Mapping[str, Answer] = field(default_factory=dict)
    faults: Mapping[str, AnswerFault] = field(default_factory=dict)
    typed: QueryDict | None = None  # shown instead of the answers after a fault
    # By question: what was left out of their words just now, and what they can do.
    left_out: Mapping[str, str] = field(default_factory=dict)
    may_need_help: bool = False  # by the words of this page or the one before
    token: str = ""
    drawn: str = ""  # what the page is drawn from, signed: see `merging`
    replaced: Sequence[Replaced] = ()  # what the person is told of
    has_changed: bool = False  # since the page that they pressed "Send" on
    is_practice: bool = False
    is_pilot: bool = False
    mode: str = "self"  # a SurveyResponse.Mode
    can_go_back: bool = False
    can_finish_later: bool = False
    sends: bool = False  # the button of this page sends the answers
    consent: str = ""  # the part that asks for it, as HTML
    asks_anew: bool = False  # it asks for something that the person has not seen
    alert: str = ""  # what else is to be mended than the answers, as HTML
    seed: str = ""  # of the order of choices that is drawn by lot

    def values(self, question: Mapping[str, Any]) -> dict[str, str]:
        """What goes into the slots of one question."""
        answer = self.answers.get(question["key"], {})
        filled = KINDS[question["kind"]].filled(question, answer, self.typed)
        checked = {f"is:{code}": " checked" for code in filled.checked}
        return checked | {name: escape(text) for name, text in filled.typed.items()}
