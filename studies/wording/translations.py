import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import models, transaction

from studies.agencies.models import Agency, User
from studies.wording.models import Translation


class State(StrEnum):
    """What a reader sees; missing and outdated are derived, never stored."""

    MISSING = "missing"
    MACHINE = "machine"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    OUTDATED = "outdated"


@dataclass(frozen=True)
class SourceText:
    """A text in its source language, and the place that names it for good."""

    place: str
    text: str


@dataclass(frozen=True)
class TranslatedText:
    place: str
    source: str
    text: str
    state: State
    updated_at: datetime | None = None
    by_guest: bool = False


def place(row: models.Model, field: str) -> str:
    """The lasting name of one text of a saved row, such as "question:7:label"."""
    return f"{row._meta.model_name}:{row.pk}:{field}"


def source_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def translated(texts: Iterable[SourceText], language: str) -> list[TranslatedText]:
    """Each non-empty text with its translation and state, in order; one query."""
    wanted = [text for text in texts if text.text.strip()]
    rows = Translation.objects.of([text.place for text in wanted], language)
    found = {row.place: row for row in rows}
    return [_state(text, found.get(text.place)) for text in wanted]


def _state(source: SourceText, row: Translation | None) -> TranslatedText:
    if row is None:
        return TranslatedText(source.place, source.text, "", State.MISSING)
    state = State(row.state)
    if row.source_hash != source_hash(source.text):
        state = State.OUTDATED
    return TranslatedText(
        source.place, source.text, row.text, state, row.updated_at, row.by_guest
    )


def in_language(texts: Iterable[SourceText], language: str) -> dict[str, str]:
    """Place → text to show: the translation where there is one, else the source."""
    texts = list(texts)
    shown = {text.place: text.text for text in texts}
    rows = Translation.objects.of(list(shown), language)
    return shown | {row.place: row.text for row in rows}


@transaction.atomic
def translate(
    source: SourceText,
    language: str,
    text: str,
    *,
    agency: Agency,
    by: User | None,
    state: str = Translation.State.DRAFT,
    by_guest: bool = False,
) -> Translation | None:
    """Save one translation against the source as it stands; empty text removes it."""
    if not text.strip():
        Translation.objects.of([source.place], language).delete()
        return None
    row, _ = Translation.objects.update_or_create(
        place=source.place,
        language=language,
        defaults={
            "agency": agency,
            "text": text.strip(),
            "state": state,
            "source_hash": source_hash(source.text),
            "updated_by": by,
            "by_guest": by_guest,
        },
    )
    return row
