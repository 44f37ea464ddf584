"""What came of what people said, as a text for a partner to post."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from studies.evidence.telling import Told, told
from studies.partner_page.room import rows
from studies.planning.models import Study


@dataclass(frozen=True)
class Post:
    language: str
    text: str
    rows: int


def posts(study: Study, languages: list[str]) -> list[Post]:
    """One for each language in which all of it is there; none before anything is."""
    made = []
    for language in languages:
        found = told(study, language)
        if found.rounds and found.is_complete:
            text = _text(study, found, language)
            made.append(Post(language, text, rows(text)))
    return made


def _text(study: Study, found: Told, language: str) -> str:
    """The newest round alone: a post is read in passing."""
    with override(language):
        parts = [found.title.text]
        parts += [
            f"{_('You said:')} {item.you_said.text}\n"
            f"{item.outcome_label}: {item.what_we_did.text}"
            for item in found.rounds[0].items
        ]
        address = f"{settings.BASE_URL}/p/{study.slug}/?lang={language}"
        parts.append(_("All of it: %(address)s") % {"address": address})
    return "\n\n".join(parts)
