"""Marks the fields of a form whose texts are checked while somebody types."""

from collections.abc import Iterable

from django.forms import Field
from django.urls import reverse

from studies.wording.findings import TextKind
from studies.wording.live import QUESTION


def check_while_typing(
    field: Field, kind: TextKind | str, language: str = "", places: Iterable[str] = ()
) -> None:
    """`places` name the text on record, so that what stands is not found again."""
    marks = {
        "data-words": str(kind),
        "data-words-url": reverse("wording-check"),
        "data-words-places": " ".join(places),
        "lang": language,
    }
    field.widget.attrs |= {name: value for name, value in marks.items() if value}


def check_question_while_typing(
    fields: dict[str, Field], language: str = "", places: Iterable[str] = ()
) -> None:
    """The fields of one question by part: "text", "hint", "choices"."""
    for part, field in fields.items():
        own = places if part == "text" else ()
        check_while_typing(field, QUESTION, language, own)
        field.widget.attrs["data-words-part"] = part
