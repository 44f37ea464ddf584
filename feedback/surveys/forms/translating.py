"""The translate page: each text of a draft with its translation, side by side."""

from dataclasses import dataclass, field
from itertools import groupby

from django.http import QueryDict
from django.utils.translation import gettext as _

from feedback.surveys.models import Question, Survey
from feedback.surveys.texts import draft_questions, keyed_texts
from feedback.surveys.translating import Saved, Written, seen_mark
from studies.wording.placeholders import placeholders
from studies.wording.translations import State, TranslatedText, translated

OPEN = {State.MISSING, State.MACHINE, State.DRAFT, State.OUTDATED}


@dataclass
class TranslateRow:
    """One text: what it is, its source, and the translation as it stands or is typed."""

    text: TranslatedText
    what: str
    group: str
    typed: str
    reviewed: bool
    seen: str
    theirs: str = ""
    lost: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        return self.text.place

    @property
    def state(self) -> State:
        return self.text.state

    @property
    def placeholders(self) -> list[str]:
        return placeholders(self.text.source)

    @property
    def is_long(self) -> bool:
        return len(self.text.source) > 70 or "\n" in self.text.source


def rows_of(survey: Survey, language: str) -> list[TranslateRow]:
    questions = draft_questions(survey)
    named = [
        (name, source)
        for name, source in keyed_texts(survey, questions)
        if source.text.strip()
    ]
    names = _names(questions)
    texts = translated([source for _name, source in named], language)
    return [
        TranslateRow(
            text=text,
            what=_what(name),
            group=names.get(name.split(":")[0], _("The survey's own texts")),
            typed=text.text,
            reviewed=text.state == State.REVIEWED,
            seen=seen_mark(text.text),
        )
        for (name, _source), text in zip(named, texts, strict=True)
    ]


def groups(rows: list[TranslateRow]) -> list[tuple[str, list[TranslateRow]]]:
    return [(name, list(part)) for name, part in groupby(rows, lambda row: row.group)]


def written(post: QueryDict, *, by_guest: bool = False) -> dict[str, Written]:
    """What a translator sent, by place; only texts that were on the page.

    A guest says nothing about what is read over: that stays with members.
    """
    all_reviewed = "review_all" in post
    found = {}
    for name in post:
        if name.startswith("text-"):
            place = name.removeprefix("text-")
            found[place] = Written(
                text=post[name],
                seen=post.get(f"seen-{place}", ""),
                reviewed=None if by_guest else all_reviewed or f"ok-{place}" in post,
            )
    return found


def with_clashes(
    rows: list[TranslateRow], sent: dict[str, Written], saved: Saved
) -> list[TranslateRow]:
    """The rows again, each clash with both texts and ready to be saved over."""
    for row in rows:
        if row.place in saved.clashes:
            row.typed, row.theirs = sent[row.place].text, saved.clashes[row.place]
        row.lost = saved.faults.get(row.place, [])
    return rows


def _names(questions: list[Question]) -> dict[str, str]:
    return {
        question.key: _("Question %(number)d") % {"number": number}
        for number, question in enumerate(questions, start=1)
    }


def _what(name: str) -> str:
    own = {
        "title": _("Title"),
        "purpose": _("First page: what it is for"),
        "thanks": _("Last page: thank you"),
    }
    if name in own:
        return own[name]
    if ":" not in name:
        return _("Question")
    return _("Hint") if name.endswith(":hint") else _("Choice")
