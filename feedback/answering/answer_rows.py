"""Each question that somebody was asked, with their answer beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from feedback.answering import walking
from feedback.answering.segments import Segments, slot
from feedback.answering.told import Told
from feedback.surveys.kinds import KINDS, Answer
from feedback.surveys.rules.programs import Walk

if TYPE_CHECKING:
    from feedback.answering.pages import PageSet


def drawn(
    pages: PageSet,
    walk: Walk,
    told: Told,
    answers: Mapping[str, Answer],
    *,
    is_button: bool = False,
    is_copy: bool = False,
) -> str:
    """`is_button`: what leads to a question brings a form along; a copy leads nowhere."""
    rows = []
    for question in walk.shown:
        key, kind = question["key"], KINDS[question["kind"]]
        if not (kind.is_asked and kind.is_on_page):
            continue
        answer = answers.get(key, {})
        lines = kind.in_words(question, answer, told.texts)
        words = pages.marks.answer(kind, answer, lines)
        name = (key, bool(lines), is_button, is_copy)
        row = pages.segments(("row", *name), _row, pages, *name)
        rows.append(row.fill(told.values | {"words": words}))
    return "".join(rows)


def _row(
    pages: PageSet, key: str, answered: bool, is_button: bool, is_copy: bool
) -> Segments:
    in_place = pages.changes_in_place
    context = {
        "answered": answered,
        "label": pages.marks.mark(pages.texts.get(key, "")),
        "address": pages.change_address(key),
        "key": key,
        "place": walking.page_of(pages.document, key) if in_place else key,
        "is_button": in_place or is_button,
        "is_copy": is_copy,
        "words": slot("words"),
    }
    return Segments.drawn("answering/check_row.html", context)
