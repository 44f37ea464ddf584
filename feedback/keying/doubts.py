"""What the rules say of a sheet: a pen can answer what a screen would not have shown."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback.answering import error_list
from feedback.answering.mismatches import mismatches
from feedback.keying.form_names import PaperForm
from feedback.keying.rows import Row
from feedback.surveys.kinds import Answer
from feedback.surveys.rules import program


@dataclass(frozen=True)
class Doubts:
    """Rows that should have been skipped, and what does not go together, in words."""

    skipped: tuple[Row, ...] = ()
    together: tuple[str, ...] = ()
    is_empty: bool = False  # nothing is keyed: mostly a second press of Save

    def __bool__(self):
        return bool(self.skipped or self.together or self.is_empty)

    @property
    def mark(self) -> str:
        """Stands for exactly these: whoever saw others is asked again."""
        told = repr(([row.key for row in self.skipped], self.together, self.is_empty))
        return hashlib.sha256(told.encode()).hexdigest()[:16]


def doubts(
    form: PaperForm,
    rows: Sequence[Row],
    answers: Mapping[str, Answer],
    texts: Mapping[str, str],
) -> Doubts:
    document = form.edition.document
    walk = program(document).walk(answers)
    shown = {question["key"] for question in walk.shown}
    faults = mismatches(document, walk)
    return Doubts(
        skipped=tuple(
            row for row in rows if answers.get(row.key) and row.key not in shown
        ),
        together=tuple(thing.message for thing in error_list.things(faults, texts)),
    )
