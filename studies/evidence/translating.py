from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from studies.agencies.models import User
from studies.evidence.models import ShareBack
from studies.evidence.telling import share_back_texts, study_texts
from studies.planning.models import Round
from studies.wording.models import Translation
from studies.wording.translations import (
    SourceText,
    State,
    TranslatedText,
    place,
    source_hash,
    translate,
    translated,
)


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


def named_texts(round_: Round) -> list[tuple[str, SourceText]]:
    """Everything that the public page says for a round, each with what it is."""
    study = round_.study
    names = [_("What you are changing"), _("What you tell people"), _("Service")]
    named = list(zip(names, study_texts(study), strict=True))
    for row in ShareBack.objects.current().filter(round=round_):
        said, did = share_back_texts(row)
        named += [(_("You said"), said), (row.get_outcome_display(), did)]
    missing = SourceText(place(round_, "not_heard"), round_.not_heard)
    named.append((_("Who we did not hear from"), missing))
    return [(what, text) for what, text in named if text.text.strip()]


def rows_of(round_: Round, language: str) -> list[Row]:
    named = named_texts(round_)
    texts = translated([text for _what, text in named], language)
    return [
        Row(what, text, text.text, text.state == State.REVIEWED)
        for (what, _source), text in zip(named, texts, strict=True)
    ]


def open_texts(round_: Round, language: str) -> int:
    """How many texts are missing in a language, or have changed since."""
    states = [row.text.state for row in rows_of(round_, language)]
    return sum(state in (State.MISSING, State.OUTDATED) for state in states)


@transaction.atomic
def save(
    round_: Round, language: str, typed: Mapping[str, str], *, by: User
) -> list[Row]:
    """Save each changed text as draft, or as reviewed where it was ticked.

    `typed` is the posted form. A text that somebody else changed since the page was
    opened is left alone; such rows are returned with both texts.
    """
    Round.objects.select_for_update().get(pk=round_.pk)
    sources = {text.place: text for _what, text in named_texts(round_)}
    clashes = []
    for row in rows_of(round_, language):
        if f"text-{row.place}" not in typed:
            continue
        text = typed[f"text-{row.place}"].replace("\r\n", "\n").strip()
        ticked = bool(text) and f"ok-{row.place}" in typed
        if text != row.text.text and typed.get(f"seen-{row.place}") != row.seen:
            clashes.append(Row(row.what, row.text, text, ticked, row.text.text))
        elif text != row.text.text or ticked != row.reviewed:
            state = Translation.State.REVIEWED if ticked else Translation.State.DRAFT
            translate(
                sources[row.place],
                language,
                text,
                agency=round_.study.agency,
                by=by,
                state=state,
            )
    return clashes
