"""Words of consent that a study can begin with, in the languages that come ready.

The English ones were written by people; all others were drafted by a machine, and
stay marked so until somebody has read them over.
"""

import json
from functools import lru_cache
from pathlib import Path

from studies.agencies.models import User
from studies.people.models import ConsentText
from studies.wording.models import Translation
from studies.wording.translations import (
    SourceText,
    Wording,
    place,
    translate_all,
    translated,
)

WRITTEN_BY_PEOPLE = "en"
# Nothing more than this is asked for until a designer adds it.
BEGINS_WITH = ("take_part", "quote")


@lru_cache(maxsize=1)
def written() -> dict[str, dict[str, str]]:
    """{language: {purpose: sentence}}"""
    file = Path(__file__).with_name("consent_words.json")
    return json.loads(file.read_text("utf-8"))


def sentence(purpose: str, language: str) -> str:
    """The ready words of a purpose, or nothing where the language has none."""
    return written().get(language, {}).get(purpose, "")


def add_translations(text: ConsentText, *, by: User | None) -> None:
    """Put the ready translations beside ready words that nobody has translated yet."""
    source = text.source_language
    ready = [
        (purpose, SourceText(place(text, purpose), words))
        for purpose, words in text.sentences.items()
        if words == sentence(purpose, source)
    ]
    for language in written():
        if language == source:
            continue
        old = {t.place for t in translated([s for _, s in ready], language) if t.text}
        wordings = [
            Wording(words, sentence(purpose, language), Translation.State.MACHINE)
            for purpose, words in ready
            if words.place not in old
        ]
        translate_all(wordings, language, agency=text.agency, by=by)
