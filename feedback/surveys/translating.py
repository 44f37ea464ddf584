"""Writes of the translate page: many texts at once, none overwritten in silence."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction

from feedback.surveys.drafting import locked
from feedback.surveys.languages import draft_texts
from feedback.surveys.models import Survey
from studies.agencies.models import User
from studies.wording import vouching
from studies.wording.models import Translation, Vouch
from studies.wording.placeholders import lost
from studies.wording.translations import (
    SourceText,
    TranslatedText,
    place,
    source_hash,
    translate,
    translated,
)


@dataclass
class Saved:
    """What became of a translator's page."""

    written: int = 0
    reviewed: int = 0
    # Place → what somebody else wrote meanwhile; kept, as is the translator's own text.
    clashes: dict[str, str] = field(default_factory=dict)
    # Place → placeholders that the translation lost; saved, but not as reviewed.
    faults: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Written:
    """One field of the page: the text now, and the mark of the text it began from."""

    text: str
    seen: str
    reviewed: bool | None = False  # None: whoever writes has no say in it


@transaction.atomic
def save_translations(
    survey_id: int, language: str, written: Mapping[str, Written], *, by: User | None
) -> Saved:
    """Save every changed text, as draft or reviewed, against the source as it is now.

    Without a member (`by=None`) the texts come through a translator's link.

    A text that somebody else changed since the page was opened is left alone and
    named in `clashes`. Texts that are not on the page are left alone.
    """
    survey = locked(survey_id)
    named = draft_texts(survey)
    sources = {source.place: source for _name, source in named}
    present = {text.place: text for text in translated(sources.values(), language)}
    saved = Saved()
    for where, new in written.items():
        if where in present:
            _save_one(survey, language, sources[where], present[where], new, saved, by)
    return saved


def _save_one(
    survey: Survey,
    language: str,
    source: SourceText,
    old: TranslatedText,
    new: Written,
    saved: Saved,
    by: User | None,
) -> None:
    text = new.text.replace("\r\n", "\n").replace("\x00", "").strip()
    changed = text != old.text
    if changed and new.seen != seen_mark(old.text):
        if new.seen != seen_mark(text):  # untouched here, so theirs simply stands
            saved.clashes[old.place] = old.text
        return
    missing = lost(source.text, text) if text else []
    if missing:
        saved.faults[old.place] = missing
    reviewed = bool(new.reviewed and text and not missing)
    confirmed = reviewed and old.state != Translation.State.REVIEWED
    taken_back = new.reviewed is False and old.state == Translation.State.REVIEWED
    if not (changed or confirmed or taken_back):
        return
    state = Translation.State.REVIEWED if reviewed else Translation.State.DRAFT
    agency, by_guest = survey.agency, by is None
    translate(
        source, language, text, agency=agency, by=by, state=state, by_guest=by_guest
    )
    saved.written += changed
    saved.reviewed += confirmed


def seen_mark(text: str) -> str:
    return source_hash(text)[:16]


@transaction.atomic
def vouch_for(survey_id: int, language: str, name: str, *, by: User) -> Vouch:
    """Somebody who read the texts stands for all of them by name."""
    survey = locked(survey_id)
    where = place(survey, "texts")
    return vouching.vouch(where, language, name, agency=survey.agency, by=by)
