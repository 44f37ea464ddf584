"""Writes of the translate page: many texts at once, none overwritten in silence."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from django.db import transaction

from feedback.surveys.drafting import locked
from feedback.surveys.translation.languages import DONE, draft_texts
from studies.agencies.models import User
from studies.wording import vouching
from studies.wording.models import Translation, Vouch
from studies.wording.placeholders import PlaceholderFaults, faults
from studies.wording.translations import (
    SourceText,
    TranslatedText,
    Wording,
    cleaned,
    place,
    source_hash,
    translate_all,
    translated,
)

SAME = Translation.State.SAME


@dataclass
class Saved:
    """What became of a translator's page."""

    written: int = 0
    reviewed: int = 0
    # Place → what somebody else wrote meanwhile; kept, as is the translator's own text.
    clashes: dict[str, str] = field(default_factory=dict)
    # Place → placeholders that it lost or made up; saved, but not as reviewed.
    faults: dict[str, PlaceholderFaults] = field(default_factory=dict)
    # Place → what was sent for a text that this link no longer opens; not saved.
    not_asked: dict[str, str] = field(default_factory=dict)

    @property
    def is_settled(self) -> bool:
        return not (self.clashes or self.faults or self.not_asked)


@dataclass(frozen=True)
class Written:
    """One field of the page: the text now, and the mark of the text it began from."""

    text: str
    seen: str
    reviewed: bool | None = False  # None: whoever writes has no say in it
    same: bool = False  # the source's own words, on purpose


@transaction.atomic
def save_translations(
    survey_id: int,
    language: str,
    written: Mapping[str, Written],
    *,
    by: User | None,
    guest: str = "",
    allowed: Collection[str] | None = None,
) -> Saved:
    """Save every changed text, as draft or reviewed, against the source as it is now.

    Without a member (`by=None`) the texts come through a translator's link, which
    opens the `allowed` places alone.

    A text that somebody else changed since the page was opened is left alone and
    named in `clashes`. Texts that are not on the page are left alone.
    """
    survey = locked(survey_id)
    sources = {source.place: source for _name, source in draft_texts(survey)}
    present = {text.place: text for text in translated(sources.values(), language)}
    saved, wordings = Saved(), []
    for where, new in written.items():
        if where not in present:
            continue
        if allowed is not None and where not in allowed:
            if cleaned(new.text) != present[where].text:
                saved.not_asked[where] = new.text
            continue
        wordings += _worded(
            sources[where], present[where], new, saved, by_guest=by is None
        )
    translate_all(
        wordings,
        language,
        agency=survey.agency,
        by=by,
        by_guest=by is None,
        guest=guest,
    )
    return saved


def _worded(
    source: SourceText, old: TranslatedText, new: Written, saved: Saved, by_guest: bool
) -> list[Wording]:
    """The text as it is to be kept, or nothing where it stays or somebody was first."""
    text = cleaned(new.text)
    same = new.same and text in ("", cleaned(source.text))
    text = cleaned(source.text) if same else text
    changed = text != old.text
    if changed and new.seen != seen_mark(old.text):
        if new.seen != seen_mark(text):  # untouched here, so theirs simply stands
            saved.clashes[old.place] = old.text
        return []
    wrong = faults(source.text, text) if text else PlaceholderFaults()
    if wrong:
        saved.faults[old.place] = wrong
    state = SAME if same else Translation.State.DRAFT
    if new.reviewed and text and not same and not wrong:
        state = Translation.State.REVIEWED
    taken_over = old.by_guest and not by_guest
    confirmed = state in DONE and (old.state != state or taken_over)
    taken_back = new.reviewed is False and old.state in DONE and state not in DONE
    if not (changed or confirmed or taken_back):
        return []
    saved.written += changed
    saved.reviewed += confirmed
    return [Wording(source, text, state)]


def seen_mark(text: str) -> str:
    return source_hash(text)[:16]


@transaction.atomic
def vouch_for(survey_id: int, language: str, name: str, *, by: User) -> Vouch:
    """Somebody who read the texts stands for all of them by name."""
    survey = locked(survey_id)
    where = place(survey, "texts")
    return vouching.vouch(where, language, name, agency=survey.agency, by=by)
