"""What a session says of itself to the people who may come, in their language."""

from dataclasses import dataclass

from django.db import models
from django.utils.text import capfirst

from studies.sessions.models import Session
from studies.wording.models import Translation
from studies.wording.number_order import keep_numbers
from studies.wording.side_by_side import Named
from studies.wording.tags import is_same_language
from studies.wording.translations import SourceText, is_of, place

NAMES = ("title", "about", "place", "for_whom", "payment")


@dataclass(frozen=True)
class Texts:
    """Its texts in one language; `foreign` has the language of each that is not in it,
    or nothing."""

    title: str
    about: str
    place: str
    for_whom: str
    payment: str
    foreign: dict[str, str]


def sources(session: Session) -> dict[str, SourceText]:
    return {
        name: SourceText(place(session, name), getattr(session, name)) for name in NAMES
    }


def named_texts(session: Session) -> Named:
    """Its texts to translate, each with what it is in the reader's words."""
    return [
        (capfirst(_field(name).verbose_name), text)
        for name, text in sources(session).items()
    ]


def _field(name: str) -> models.Field:
    return Session._meta.get_field(name)


def texts(session: Session, language: str) -> Texts:
    """In the language where somebody wrote it so, else as the team wrote it."""
    source = session.round.study.source_language
    found = {}
    if not is_same_language(source, language):
        found = _translated(session, language)
    said = {name: found.get(name, getattr(session, name)) for name in NAMES}
    reads = source.split("-")[0] == language.split("-")[0]
    foreign = {
        name: "" if reads or name in found or not said[name] else source
        for name in NAMES
    }
    said = {name: keep_numbers(text, language) for name, text in said.items()}
    return Texts(**said, foreign=foreign)


def _translated(session: Session, language: str) -> dict[str, str]:
    named = {text.place: (name, text.text) for name, text in sources(session).items()}
    rows = Translation.objects.of(list(named)).filter(language=language)
    found = {}
    for row in rows.values("place", "text", "source_hash"):
        name, source = named[row["place"]]
        if row["text"].strip() and is_of(row["source_hash"], source):
            found[name] = row["text"]
    return found
