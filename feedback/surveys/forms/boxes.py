"""Boxes to tick beside choices: what each does, and after which ones a question shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from feedback.surveys.models import Choice, Question

FLAGS = {
    "exclusive": _("stands alone"),
    "other": _("asks for words"),
    "apart": _("apart from the scale"),
}
# Of a longer list a form shows the parts that designers mark: a browser takes seconds
# for boxes beside each of 5,000 choices.
MOST_LINES, FEW_LINES = 60, 12

Box = tuple[str, str, bool]  # its value, its words, whether it is ticked


@dataclass(frozen=True)
class FlagRow:
    """One choice of the saved question, with a box for each flag that it may have."""

    choice: Choice
    boxes: list[Box]

    @property
    def is_marked(self) -> bool:
        return any(is_ticked for _flag, _words, is_ticked in self.boxes)


@dataclass(frozen=True)
class EarlierQuestion:
    """An earlier question in the menu of what this one shows after."""

    question: Question
    number: int
    boxes: list[Box]

    @property
    def ticked(self) -> int:
        return sum(is_ticked for _value, _label, is_ticked in self.boxes)

    @property
    def has_more(self) -> bool:
        return len(self.shown_boxes) < len(self.boxes)

    @property
    def shown_boxes(self) -> list[Box]:
        """All of them; of a long list the first ones, and those that are ticked."""
        if len(self.boxes) <= MOST_LINES:
            return self.boxes
        rest = self.boxes[FEW_LINES:]
        return [*self.boxes[:FEW_LINES], *(box for box in rest if box[2])]


def nearest(rows: Sequence[EarlierQuestion]) -> list[EarlierQuestion]:
    """All of them; of very many the last ones, and those with a ticked answer."""
    if len(rows) <= MOST_LINES:
        return list(rows)
    return [*(row for row in rows[:-FEW_LINES] if row.ticked), *rows[-FEW_LINES:]]


def last_and_marked(rows: Sequence[FlagRow]) -> list[FlagRow]:
    """All of them; of a long list the last ones, and those that do something."""
    if len(rows) <= MOST_LINES:
        return list(rows)
    return [*(row for row in rows[:-FEW_LINES] if row.is_marked), *rows[-FEW_LINES:]]
