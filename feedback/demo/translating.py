from collections.abc import Iterable

from django.db import models

from feedback.demo import content
from studies.agencies.models import Agency
from studies.wording.models import Translation
from studies.wording.translations import place, source_hash

# A text of a saved row, and its words by language; English stands in the row itself.
Words = tuple[models.Model, str, dict[str, str]]


def keep(agency: Agency, words: Iterable[Words]) -> None:
    """Store the demo's translations as what they are: written by a machine."""
    Translation.objects.bulk_create(
        Translation(
            agency=agency,
            place=place(row, field),
            language=language,
            text=texts[language],
            state=Translation.State.MACHINE,
            source_hash=source_hash(getattr(row, field)),
            source_text=getattr(row, field),
        )
        for row, field, texts in words
        for language in content.LANGUAGES[1:]
        if texts.get(language)
    )


def joined(parts: list[dict]) -> dict[str, str]:
    """Paragraphs, each in every language, as one text in every language."""
    return {
        language: "\n\n".join(part["text"][language] for part in parts)
        for language in content.LANGUAGES
    }
