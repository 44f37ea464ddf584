"""The kinds of question: one module each, and this registry."""

from feedback.surveys.kinds.base import Answer, AnswerFault, Column, Kind
from feedback.surveys.kinds.one_choice import OneChoice
from feedback.surveys.kinds.scale import Scale
from feedback.surveys.kinds.several_choices import SeveralChoices
from feedback.surveys.kinds.text import LongText, ShortText

KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (OneChoice(), SeveralChoices(), Scale(), ShortText(), LongText())
}

__all__ = ["KINDS", "Answer", "AnswerFault", "Column", "Kind"]
