"""The editor's list: what stands in it, in which order, and what an act changes."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback.surveys.editor.cards import Card
from feedback.surveys.editor.draft_page import DraftPage
from feedback.surveys.models import Question, Section

CARD, SECTION = "surveys/edit_card.html", "surveys/edit_section.html"
NEW = "new"


@dataclass(frozen=True)
class Part:
    """The one place of the list that shows more than a closed card.

    `after` is the question behind which it stands where it is no card itself; 0: first.
    """

    id: str
    template: str
    after: int = 0
    holds: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Line:
    """One element of the list; its id is the one that it has on the page."""

    id: str
    template: str
    card: Card | None = None
    part: Part | None = None
    section: Section | None = None

    @property
    def is_short(self) -> bool:
        """One of hundreds: all but its words comes when somebody asks for it."""
        is_full = self.part is not None and self.part.holds.get("is_full", False)
        return self.card is not None and self.card.is_short and not is_full


def card_id(question: Question) -> str:
    return f"question-{question.pk}"


def section_id(section: Section) -> str:
    return f"section-{section.pk}"


def lines(draft: DraftPage, part: Part | None = None) -> list[Line]:
    """Closed cards under their sections, with `part` at its card or between them."""
    found, waiting = [], list(draft.survey.drafted_sections)
    for card in draft.cards:
        while waiting and card.question.drafted_section in waiting:
            found.append(_head(waiting.pop(0)))
        found.append(_line(card, part))
    found += [_head(section) for section in waiting]
    if part and all(line.id != part.id for line in found):
        ids = [line.id for line in found]
        before = f"question-{part.after}"
        place = ids.index(before) + 1 if before in ids else 0
        found.insert(place, Line(part.id, part.template, part=part))
    return found


def _head(section: Section) -> Line:
    return Line(section_id(section), SECTION, section=section)


def _line(card: Card, part: Part | None) -> Line:
    name = card_id(card.question)
    if part and part.id == name:
        return Line(name, part.template, card, part)
    return Line(name, CARD, card)


def faces(draft: DraftPage) -> dict[str, tuple]:
    """What the cards look like, to tell afterwards which ones an act changed."""
    return {card_id(card.question): card.face for card in draft.cards}


def before_it(draft: DraftPage, question: Question) -> int:
    """The question behind which an archived one had its place; 0 where it was first."""
    place = (question.position, question.pk)
    earlier = [row.pk for row in draft.questions if (row.position, row.pk) < place]
    return earlier[-1] if earlier else 0
