"""What somebody is told when two of their pages had different answers."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from feedback.answering.marks import Marks
from feedback.answering.stored import Replaced
from feedback.surveys.kinds import KINDS, Answer

Texts = Mapping[str, str]


def drawn(
    rows: Sequence[Replaced],
    answers: Mapping[str, Answer],
    questions: Mapping[str, Mapping[str, Any]],
    texts: Texts,
    way: Callable[[str], str],
    marks: Marks,
) -> str:
    """Each question with the answer that is kept and those it replaced, as HTML."""
    found: dict[str, list[Answer]] = {}
    for row in rows:
        if row.key in questions and row.answer != answers.get(row.key, {}):
            found.setdefault(row.key, []).append(row.answer)
    if not found:
        return ""
    title = ngettext(
        "You answered this on another page or device, too",
        "You answered these on another page or device, too",
        len(found),
    )
    items = [
        _item(way(key), questions[key], answers.get(key, {}), older, texts, marks)
        for key, older in found.items()
    ]
    return (
        f'<div class="alert alert--warning" role="status"><h2>{escape(title)}</h2>'
        f"<p>{escape(_('We kept the newest answer.'))}</p>{''.join(items)}</div>"
    )


def _item(
    way: str,
    question: Mapping[str, Any],
    kept: Answer,
    older: list[Answer],
    texts: Texts,
    marks: Marks,
) -> str:
    lines = [_line(_("Kept: %(answer)s"), question, kept, texts, marks)]
    sentence = _("Not kept: %(answer)s")
    lines += [_line(sentence, question, row, texts, marks) for row in older]
    listed = "".join(f"<li>{line}</li>" for line in lines)
    return f"<p>{way}</p><ul>{listed}</ul>"


def _line(
    sentence: str,
    question: Mapping[str, Any],
    answer: Answer,
    texts: Texts,
    marks: Marks,
) -> str:
    kind = KINDS[question["kind"]]
    said = kind.in_words(question, answer, texts)
    none = f"<bdi>{escape(_('No answer'))}</bdi>"
    words = marks.answer(kind, answer, said) if said else none
    return escape(sentence) % {"answer": words}
