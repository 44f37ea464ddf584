"""The kinds of question: one module each, and this registry."""

from feedback.surveys.kinds.base import Answer, AnswerFault, Column, Kind
from feedback.surveys.kinds.consent import Consent
from feedback.surveys.kinds.date import Date
from feedback.surveys.kinds.email import Email
from feedback.surveys.kinds.hidden import Hidden
from feedback.surveys.kinds.matrix import Matrix
from feedback.surveys.kinds.number import Number
from feedback.surveys.kinds.one_choice import OneChoice
from feedback.surveys.kinds.phone import Phone
from feedback.surveys.kinds.postal_code import PostalCode
from feedback.surveys.kinds.scale import Scale
from feedback.surveys.kinds.several_choices import SeveralChoices
from feedback.surveys.kinds.statement import Statement
from feedback.surveys.kinds.text import LongText, ShortText
from feedback.surveys.kinds.yes_no import YesNo

# In the order in which designers read them, the frequent ones first.
KINDS: dict[str, Kind] = {
    kind.code: kind
    for kind in (
        OneChoice(),
        SeveralChoices(),
        YesNo(),
        Scale(),
        Matrix(),
        ShortText(),
        LongText(),
        Number(),
        Date(),
        PostalCode(),
        Email(),
        Phone(),
        Consent(),
        Statement(),
        Hidden(),
    )
}


def kind_of_xls(type: str, appearance: str = "") -> str:
    """The code of the kind that reads a row of an XLSForm most exactly, or ""."""
    best = max(KINDS.values(), key=lambda kind: kind.reads_xls(type, appearance))
    return best.code if best.reads_xls(type, appearance) else ""


__all__ = [
    "KINDS",
    "Answer",
    "AnswerFault",
    "Column",
    "Kind",
    "kind_of_xls",
]
