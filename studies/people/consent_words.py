"""The words of a consent text's draft, in every language that they are in."""

from collections.abc import Iterable
from typing import Any

from studies.people.models import ConsentText, Purpose
from studies.planning.models import Activity
from studies.wording.models import Translation, Vouch
from studies.wording.side_by_side import Named
from studies.wording.translations import (
    SourceText,
    State,
    TranslatedText,
    place,
    translated_into,
)

# A translation in one of these states was read over by somebody who speaks it.
READ_OVER = {State.REVIEWED, State.SAME}
READABLE = {State.MACHINE, State.DRAFT}


def compiled(text: ConsentText) -> dict[str, Any]:
    """The draft in each language that was read over as a whole, or vouched for."""
    texts = {text.source_language: text.sentences}
    vouches = vouches_of(text)
    for language, rows in rows_in(text, languages(text)).items():
        if all(is_read_over(row, vouches.get(language)) for row in rows):
            said = {row.place: row.text for row in rows}
            texts[language] = {
                purpose: said[place(text, purpose)] for purpose in text.sentences
            }
    return {"source_language": text.source_language, "texts": texts}


def rows_in(
    text: ConsentText, languages: Iterable[str]
) -> dict[str, list[TranslatedText]]:
    """Language → its words, one for each sentence; one query for all languages."""
    return translated_into([source for _what, source in named_texts(text)], languages)


def is_read_over(row: TranslatedText, vouch: Vouch | None) -> bool:
    """A name stands for the words as they were then: one changed later needs it anew."""
    if row.state in READABLE and vouch:
        return row.updated_at <= vouch.made_at
    return row.state in READ_OVER


def vouches_of(text: ConsentText) -> dict[str, Vouch]:
    rows = Vouch.objects.filter(place=place(text, "texts"))
    return {vouch.language: vouch for vouch in rows}


def languages(text: ConsentText) -> list[str]:
    """The languages beside its own that people are asked in, or that were begun."""
    found = {code for a in activities(text) for code in a.languages_ready}
    places = [source.place for _w, source in named_texts(text)]
    rows = Translation.objects.of(places)
    found.update(rows.values_list("language", flat=True))
    return sorted(found - {text.source_language})


def named_texts(text: ConsentText) -> Named:
    return [
        (str(Purpose(purpose).label), SourceText(place(text, purpose), words))
        for purpose, words in text.sentences.items()
    ]


def activities(text: ConsentText):
    """Where people are asked in these words."""
    if text.study_id:
        return Activity.objects.filter(round__study=text.study_id)
    return Activity.objects.filter(agency=text.agency_id, round=None)
