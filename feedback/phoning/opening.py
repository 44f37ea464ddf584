"""What is said before the first question: who asks, why, how long, and what is kept."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from feedback.answering import agreeing, first_page, languages, whom_to_ask
from feedback.answering.editions import Edition
from feedback.answering.entries import Entry
from feedback.phoning.visits import MODE
from studies.people.terms import Terms
from studies.wording.number_order import keep_numbers


@dataclass(frozen=True)
class Sentence:
    words: str
    language: str


@dataclass(frozen=True)
class Opening:
    """Sentences in the person's language, and what they are asked to agree to."""

    sentences: tuple[Sentence, ...]
    take_part: str
    boxes: tuple[tuple[str, str], ...]
    consent: str  # the id of the text that is read
    consent_language: str


def opening(edition: Edition, entry: Entry, language: str) -> Opening:
    spoken = languages.interface(language)
    with translation.override(spoken):
        said = tuple(_sentences(edition, entry, language))
    sentences = tuple(
        Sentence(words, language if is_theirs else spoken)
        for words, is_theirs in said
        if words
    )
    return Opening(sentences, *consent(entry.terms, language))


def consent(
    now: Terms | None, language: str
) -> tuple[str, tuple[tuple[str, str], ...], str, str]:
    if now is None:
        return "", (), "", language
    code = now.language(language)
    said = {name: keep_numbers(text, code) for name, text in now.texts[code].items()}
    boxes = tuple((name, said[name]) for name in agreeing.asked(now))
    return said["take_part"], boxes, str(now.pk), code


def _sentences(
    edition: Edition, entry: Entry, language: str
) -> Iterator[tuple[str, bool]]:
    """Each with whether it is the survey's own."""
    pages = edition.pages(language)
    yield (
        _("Hello. I am calling from %(agency)s.") % {"agency": pages.agency["name"]},
        False,
    )
    yield pages.texts.get("purpose", ""), True
    yield first_page.length(pages.asked, entry.minutes or 1), False
    yield first_page.rights(pages.has_required), False
    kept = first_page.what_is_kept(
        edition,
        has_partner=False,
        is_personal=False,
        reads_link=False,
        asks_consent=entry.consent_version_id is not None,
        mode=MODE,
    )
    yield whom_to_ask.then(kept, first_page.if_not_sent(edition, MODE)), False
    yield first_page.take_back(edition.around.tell_by, timezone.localdate()), False
    yield pages.texts.get("legal", ""), True
