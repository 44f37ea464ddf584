"""Texts in other languages than their source's: their states, and how they are kept."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import models, transaction

from studies.agencies.models import Agency, User
from studies.wording.models import PastTranslation, Translation

# Signs that no page, mail or file of a translator can carry.
UNWRITABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff]")
LINE_END = re.compile(r"\r\n|[\r\x85\u2028\u2029]")


WRITTEN = [
    "agency",
    "text",
    "state",
    "source_hash",
    "source_text",
    "updated_by",
    "by_guest",
    "guest",
    "updated_at",
]


class State(StrEnum):
    """What a reader sees; missing and outdated are derived, never stored."""

    MISSING = "missing"
    MACHINE = "machine"
    DRAFT = "draft"
    REVIEWED = "reviewed"
    SAME = "same"
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
    # What the translation was made from; empty where that was not kept.
    made_from: str = ""
    guest: str = ""


def place(row: models.Model, field: str) -> str:
    """The lasting name of one text of a saved row, such as "question:7:label"."""
    return f"{row._meta.model_name}:{row.pk}:{field}"


def source_hash(text: str) -> str:
    """The same however lines end: a form posts CR LF where a file has LF."""
    return _hash(LINE_END.sub("\n", text))


def is_of(kept: str, text: str) -> bool:
    """Whether a kept hash is of this source.

    Older ones were made of texts as a form posted them, CR LF and all.
    """
    plain = LINE_END.sub("\n", text)
    return kept == _hash(plain) or (
        "\n" in plain and kept == _hash(plain.replace("\n", "\r\n"))
    )


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def translated(texts: Iterable[SourceText], language: str) -> list[TranslatedText]:
    """Each non-empty text with its translation and state, in order; one query."""
    wanted = [text for text in texts if text.text.strip()]
    rows = Translation.objects.of([text.place for text in wanted], language)
    found = {row.place: row for row in rows}
    return [_state(text, found.get(text.place)) for text in wanted]


def translated_into(
    texts: Iterable[SourceText], languages: Iterable[str]
) -> dict[str, list[TranslatedText]]:
    """`translated` for each of many languages; one query."""
    wanted, languages = [text for text in texts if text.text.strip()], list(languages)
    rows = Translation.objects.of([text.place for text in wanted])
    rows = rows.filter(language__in=languages)
    found = {(row.language, row.place): row for row in rows}
    return {
        language: [_state(text, found.get((language, text.place))) for text in wanted]
        for language in languages
    }


def _state(source: SourceText, row: Translation | None) -> TranslatedText:
    if row is None:
        return TranslatedText(source.place, source.text, "", State.MISSING)
    state = State(row.state)
    if not is_of(row.source_hash, source.text):
        state = State.OUTDATED
    return TranslatedText(
        place=source.place,
        source=source.text,
        text=row.text,
        state=state,
        updated_at=row.updated_at,
        by_guest=row.by_guest,
        made_from=row.source_text,
        guest=row.guest,
    )


def earlier(places: Iterable[str], language: str) -> dict[str, PastTranslation]:
    """Place → the wording before the present one, where there was one; one query."""
    rows = PastTranslation.objects.latest_of(list(places), language)
    return {row.place: row for row in rows}


def cleaned(text: str) -> str:
    """A text as it is kept: plain line ends, no control signs, nothing around it."""
    return UNWRITABLE.sub("", LINE_END.sub("\n", text)).strip()


def in_language(texts: Iterable[SourceText], language: str) -> dict[str, str]:
    """Place → text to show: the translation where there is one, else the source."""
    texts = list(texts)
    shown = {text.place: text.text for text in texts}
    rows = Translation.objects.of(list(shown), language)
    return shown | {row.place: row.text for row in rows}


@dataclass(frozen=True)
class Wording:
    """What one text is to say in another language; empty takes it away."""

    source: SourceText
    text: str
    state: str = Translation.State.DRAFT


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
    translate_all(
        [Wording(source, text, state)],
        language,
        agency=agency,
        by=by,
        by_guest=by_guest,
    )
    return Translation.objects.of([source.place], language).first()


@transaction.atomic
def translate_all(
    wordings: Iterable[Wording],
    language: str,
    *,
    agency: Agency,
    by: User | None,
    by_guest: bool = False,
    guest: str = "",
) -> None:
    """Save many against their sources as they stand; a handful of queries.

    What stood there before is kept as a PastTranslation, never lost.
    """
    new = {wording.source.place: wording for wording in wordings}
    rows = Translation.objects.of(list(new), language).select_for_update()
    old = {row.place: row for row in rows}
    texts = {where: cleaned(wording.text) for where, wording in new.items()}
    PastTranslation.objects.bulk_create(
        [_past(row) for where, row in old.items() if row.text != texts[where]]
    )
    gone = [where for where in old if not texts[where]]
    Translation.objects.of(gone, language).delete()
    Translation.objects.bulk_create(
        [
            Translation(
                agency=agency,
                place=where,
                language=language,
                text=texts[where],
                state=wording.state,
                source_hash=source_hash(wording.source.text),
                source_text=wording.source.text,
                updated_by=by,
                by_guest=by_guest,
                guest=guest,
            )
            for where, wording in new.items()
            if texts[where]
        ],
        update_conflicts=True,
        unique_fields=["place", "language"],
        update_fields=WRITTEN,
        batch_size=1000,
    )


def _past(row: Translation) -> PastTranslation:
    return PastTranslation(
        agency_id=row.agency_id,
        place=row.place,
        language=row.language,
        text=row.text,
        state=row.state,
        source_hash=row.source_hash,
        source_text=row.source_text,
        written_by_id=row.updated_by_id,
        by_guest=row.by_guest,
        written_at=row.updated_at,
    )
