"""One question as HTML with slots for what a person brings to it."""

from collections.abc import Mapping
from typing import Any

from feedback.answering.marks import Marks
from feedback.answering.segments import Segments, slot
from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import WAY_LABELS, ways_out
from feedback.surveys.kinds.ordering import is_shuffled

Question = Mapping[str, Any]
Texts = Mapping[str, str]


def question(
    question: Question,
    texts: Texts,
    *,
    alone: bool,
    is_faulty: bool,
    is_noted: bool,
    is_optional: bool,
    marks: Marks,
    kiosk: object = None,
) -> Segments:
    key, kind = question["key"], KINDS[question["kind"]]
    hint = texts.get(f"{key}:hint", "")
    beside = {"helptext": hint, "error": is_faulty, "note": is_noted}
    described_by = [f"{key}_{name}" for name, is_there in beside.items() if is_there]
    context = {
        "question": question,
        "kiosk": kiosk,
        "marks": marks,
        "label": texts.get(key, ""),
        "hint": hint,
        "described_by": " ".join(described_by),
        "ways": _ways(question),
        "alone": alone,
        "is_faulty": is_faulty,
        "is_optional": is_optional,
        "error": slot("error"),
        "note": slot("note") if is_noted else "",
        "in_order": slot("in_order") if is_shuffled(question) else "",
    } | kind.drawing(question, texts, slot)
    return Segments.drawn(f"answering/kinds/{kind.template}.html", context)


def choices(
    question: Question, texts: Texts, marks: Marks
) -> list[tuple[Mapping[str, Any], Segments]]:
    """Each choice by itself, for an order that is drawn by lot."""
    drawing = KINDS[question["kind"]].drawing(question, texts, slot)
    return [
        (
            choice,
            Segments.drawn(
                "answering/parts/choice.html",
                drawing
                | {"question": question, "choice": choice, "place": place}
                | {"marks": marks},
            ),
        )
        for place, choice in enumerate(drawing["choices"])
    ]


def _ways(question: Question) -> list[dict[str, Any]]:
    """Ways out beside fields that are typed into: a box for each to tick."""
    return [
        {"code": code, "label": WAY_LABELS[code], "checked": slot(f"is:{code}")}
        for code in ways_out(question)
    ]
