"""Some texts and their translation beside each other, saved without losing anybody's."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import models, transaction

from studies.agencies.models import Agency, User
from studies.wording.models import Translation
from studies.wording.translations import (
    SourceText,
    State,
    TranslatedText,
    is_of,
    source_hash,
    translate,
    translated,
)

# What a text is, in words, and the text.
Named = list[tuple[str, SourceText]]


@dataclass(frozen=True)
class Row:
    """One text side by side: what it is, its source, and what is typed for it."""

    what: str
    text: TranslatedText
    typed: str
    reviewed: bool
    theirs: str = ""  # what somebody else saved meanwhile

    @property
    def place(self) -> str:
        return self.text.place

    @property
    def state(self) -> str:
        return self.text.state

    @property
    def seen(self) -> str:
        """The mark of the saved text that this page began from."""
        return mark(self.text.text)

    @property
    def is_long(self) -> bool:
        return len(self.text.source) > 60


def mark(text: str) -> str:
    return source_hash(text)[:16]


def rows_of(named: Named, language: str) -> list[Row]:
    """A row for each text that says something, in the order given; one query."""
    named = [(what, text) for what, text in named if text.text.strip()]
    texts = translated([text for _what, text in named], language)
    return [
        Row(what, text, text.text, text.state == State.REVIEWED)
        for (what, _source), text in zip(named, texts, strict=True)
    ]


def open_counts(named: Named, languages: Iterable[str]) -> dict[str, int]:
    """How many texts each language lacks, or has of an earlier source; one query."""
    sources = [text for _what, text in named if text.text.strip()]
    current = {text.place: text.text for text in sources}
    rows = Translation.objects.of(list(current))
    done = Counter(
        language
        for name, language, of in rows.values_list("place", "language", "source_hash")
        if is_of(of, current[name])
    )
    return {language: len(sources) - done[language] for language in languages}


@transaction.atomic
def save(
    owner: models.Model,
    named: Named,
    language: str,
    typed: Mapping[str, str],
    *,
    agency: Agency,
    by: User,
) -> list[Row]:
    """Save each changed text as draft, or as reviewed where it was ticked.

    `typed` is the posted form. `owner` is the row that the texts belong to, locked so
    that two people come one after the other. A text that somebody else changed since
    the page was opened is left alone; such rows are returned with both texts.
    """
    type(owner).objects.select_for_update().get(pk=owner.pk)
    sources = {text.place: text for _what, text in named}
    clashes = []
    for row in rows_of(named, language):
        if f"text-{row.place}" not in typed:
            continue
        text = typed[f"text-{row.place}"].replace("\r\n", "\n").strip()
        ticked = bool(text) and f"ok-{row.place}" in typed
        if text != row.text.text and typed.get(f"seen-{row.place}") != row.seen:
            clashes.append(Row(row.what, row.text, text, ticked, row.text.text))
        elif text != row.text.text or ticked != row.reviewed:
            state = Translation.State.REVIEWED if ticked else Translation.State.DRAFT
            translate(
                sources[row.place], language, text, agency=agency, by=by, state=state
            )
    return clashes


def with_clashes(rows: list[Row], clashes: list[Row]) -> list[Row]:
    """The rows to show again, with what was typed where somebody else was faster."""
    kept = {row.place: row for row in clashes}
    return [kept.get(row.place, row) for row in rows]
