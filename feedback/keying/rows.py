"""The questions of a printed form, as rows to key in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.answering import languages
from feedback.keying.form_names import PaperForm
from feedback.paper import agreeing
from feedback.paper.blocks import Block, Box
from feedback.paper.drawing import draw
from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import Compiled
from feedback.surveys.kinds.ordering import is_shuffled

CONSENT = agreeing.KEY


@dataclass(frozen=True)
class Row:
    """One question, or the boxes of consent, which belong to no question."""

    block: Block
    question: Compiled | None
    order: tuple[str, ...] = ()  # how the parts of a date follow each other

    @property
    def key(self) -> str:
        return self.block.key

    @property
    def shape(self) -> str:
        """How its line is read: "one", "several", "grid", "date" or "typed"."""
        if self.order:
            return "date"
        shapes = {"choices": "one", "row": "one", "several": "several", "grid": "grid"}
        return shapes.get(self.block.shape, "typed")

    @property
    def boxes(self) -> tuple[Box, ...]:
        return self.block.boxes or self.block.ways

    @property
    def codes(self) -> list[str]:
        return [box.code for box in self.boxes]

    @property
    def own_codes(self) -> list[str]:
        """Without the ways out, which every question may offer."""
        return [choice["code"] for choice in self.question["choices"]]

    @property
    def is_shuffled(self) -> bool:
        return self.question is not None and is_shuffled(self.question)


def rows_of(form: PaperForm) -> list[Row]:
    """In the order of the sheet; drawn once in this process for each form."""
    drawn = form.edition.drawn
    name = ("keying", form.language, form.terms.pk if form.terms else None)
    if name not in drawn:
        drawn[name] = list(_rows(form))
    return drawn[name]


def _rows(form: PaperForm):
    sheet = draw(form.edition, form.language, form.version, form.terms)
    questions = {q["key"]: q for q in form.edition.document["questions"]}
    for block in sheet.blocks:
        if block.what == "question":
            question = questions.get(block.key)
            yield Row(block, question, date_order(form, question))


def date_order(form: PaperForm, question: Mapping[str, Any] | None) -> tuple[str, ...]:
    if question is None or question["kind"] != "date":
        return ()
    return KINDS["date"].order(languages.interface(form.language))
