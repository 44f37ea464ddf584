"""Where whom to call is shown: after words that say that somebody may need help."""

from collections.abc import Mapping
from typing import Any

from feedback.answering import walking
from feedback.safety import worries
from feedback.surveys.kinds import Answer

Document = Mapping[str, Any]
Answers = Mapping[str, Answer]


def before_page(document: Document, answers: Answers, index: int) -> bool:
    """Whether the page before this one holds such words."""
    earlier = [i for i in walking.shown_pages(document, answers) if i < index]
    keys = document["pages"][earlier[-1]] if earlier else []
    asked = [each for each in document["questions"] if each["key"] in keys]
    return bool(worries.keys_of(asked, answers))


def anywhere(document: Document, answers: Answers) -> bool:
    return bool(worries.keys_of(document["questions"], answers))
