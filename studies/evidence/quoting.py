from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext

from studies.evidence.models import Highlight
from studies.wording.translations import SourceText, in_language, place


@dataclass(frozen=True)
class Quote:
    """What somebody said, as it was said, and in the team's language beside it."""

    row: Highlight
    words: str
    language: str
    translation: str

    @property
    def said_by(self) -> str:
        """The pseudonym, where one person is known by one; never a name."""
        talk = self.row.conversation
        return talk.participant.pseudonym if talk and talk.participant else ""


def quotes(rows: Iterable[Highlight], language: str) -> list[Quote]:
    """Give it rows with their conversation and participant; one query for them all."""
    rows = list(rows)
    foreign = [row for row in rows if row.language != language]
    texts = [SourceText(place(row, "words"), row.words) for row in foreign]
    shown = in_language(texts, language) if texts else {}
    return [
        Quote(
            row, words(row), row.language, _other(row, shown.get(place(row, "words")))
        )
        for row in rows
    ]


def words(row: Highlight) -> str:
    """As they were said; or that they are gone, as people were promised."""
    if row.erased_on is None:
        return row.words
    return gettext("Erased, because the study closed long ago.")


def _other(row: Highlight, text: str | None) -> str:
    return text if text and text != row.words else ""
