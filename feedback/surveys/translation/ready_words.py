"""Choices that come with a kind, such as "Yes" and "No", in the survey's languages."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings as site
from django.utils import translation

from feedback.surveys.choices import ChoiceDraft
from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Choice, Question, Survey
from studies.agencies.models import User
from studies.wording import catalogs
from studies.wording.models import Translation
from studies.wording.translations import SourceText, Wording, place, translate_all


def with_ready_choices(
    kind: str,
    settings: Mapping[str, Any],
    choices: Sequence[ChoiceDraft],
    language: str,
) -> tuple[ChoiceDraft, ...]:
    """The choices as written, or those of the kind where it asks for none."""
    if choices and not KINDS[kind].has_fixed_choices:
        return tuple(choices)
    ready = _ready(kind, settings, language)
    return tuple(ChoiceDraft(label, code) for code, label in ready.items())


def translate_ready(
    survey: Survey, questions: Iterable[Question], language: str, *, by: User
) -> None:
    """Give ready words that nobody changed their wording in one more language.

    A translation that is there stays. Only languages of our own pages have such words.
    """
    if language not in dict(site.LANGUAGES):
        return
    ours, theirs, found = {}, {}, {}
    for question in questions:
        words = _ready(question.kind, question.settings, survey.source_language)
        if words:
            ours[question.pk] = words
            theirs[question.pk] = _ready(question.kind, question.settings, language)
    for choice in Choice.objects.current().filter(question__in=ours):
        if choice.label == ours[choice.question_id].get(choice.code):
            source = SourceText(place(choice, "label"), choice.label)
            found[source.place] = (source, theirs[choice.question_id][choice.code])
    has = Translation.objects.of(list(found), language)
    for where in has.values_list("place", flat=True):
        del found[where]
    state = _state(language)
    wordings = [Wording(source, text, state) for source, text in found.values()]
    translate_all(wordings, language, agency=survey.agency, by=by)


def _ready(kind: str, settings: Mapping[str, Any], language: str) -> dict[str, str]:
    if language not in dict(site.LANGUAGES):
        language = site.LANGUAGE_CODE
    with translation.override(language):
        return dict(KINDS[kind].ready_choices(settings))


def _state(language: str) -> str:
    """As far as our own words are read over, these are."""
    if language == site.LANGUAGE_CODE:
        return Translation.State.REVIEWED
    read = catalogs.review_state(site.BASE_DIR, language) == catalogs.REVIEWED
    return Translation.State.REVIEWED if read else Translation.State.MACHINE
