"""Where whom to call is shown: after words that say that somebody may need help."""

from collections.abc import Collection, Mapping
from typing import Any

from django.http import QueryDict

from feedback.answering import leaving_out, walking
from feedback.safety import worries
from feedback.surveys.kinds import Answer

Document = Mapping[str, Any]
Answers = Mapping[str, Answer]


def by_page(
    document: Document, answers: Answers, index: int, typed: QueryDict | None = None
) -> bool:
    """Whether this page or the one before holds such words, also `typed` in vain."""
    earlier = [i for i in walking.shown_pages(document, answers) if i < index]
    before = document["pages"][earlier[-1]] if earlier else []
    here = document["pages"][index]
    if worries.keys_of(_asked(document, [*before, *here]), answers):
        return True
    asked = _asked(document, here) if typed else []
    said = {q["key"]: {"text": typed.get(leaving_out.field(q), "")} for q in asked}
    return bool(worries.keys_of(asked, said))


def anywhere(document: Document, answers: Answers) -> bool:
    return bool(worries.keys_of(document["questions"], answers))


def _asked(document: Document, keys: Collection[str]) -> list[Mapping[str, Any]]:
    return [each for each in document["questions"] if each["key"] in keys]
