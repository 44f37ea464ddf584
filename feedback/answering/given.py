"""What the address that somebody came by brings along, where the survey declared it."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.utils.html import escape

from feedback.surveys.kinds import KINDS, Answer

Document = Mapping[str, Any]


def declared(document: Document) -> list[Mapping[str, Any]]:
    """The questions whose answer comes with the link."""
    return [
        question
        for question in document["questions"]
        if not KINDS[question["kind"]].is_on_page
    ]


def answers(document: Document, given: Mapping[str, str]) -> dict[str, Answer]:
    """What is kept of an address; {} beside a name whose value may not stay."""
    return {
        question["key"]: KINDS[question["kind"]].from_link(question, given)
        for question in declared(document)
    }


def carried(document: Document, given: Mapping[str, str]) -> str:
    """The same as the end of another address of this page, ready for HTML."""
    kept = answers(document, given)
    pairs = {
        question["settings"]["parameter"]: kept[question["key"]]["value"]
        for question in declared(document)
        if kept[question["key"]]
    }
    return escape(f"&{urlencode(pairs)}") if pairs else ""
