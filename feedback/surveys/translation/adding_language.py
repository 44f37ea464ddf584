"""A version that says what the last one said, in one more language.

The draft may have other changes by then: none of them goes out with it. Each text is
therefore translated from the wording that is published, not from the draft's.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxstudio.refusal import Refusal
from feedback.surveys.checklist.consent import unread
from feedback.surveys.compiling import content_hash
from feedback.surveys.drafting import locked
from feedback.surveys.kinds import KINDS
from feedback.surveys.minutes import minutes
from feedback.surveys.models import Choice, Row, Survey, SurveyVersion
from feedback.surveys.publishing import public_texts
from feedback.surveys.texts import keyed_texts
from feedback.surveys.translation.languages import DONE, add_language
from studies.agencies.models import User
from studies.people import terms
from studies.planning import actions as planning
from studies.planning.models import Activity
from studies.wording.models import PastTranslation, Translation, Vouch
from studies.wording.placeholders import faults
from studies.wording.tags import language_name
from studies.wording.translations import SourceText, place, source_hash


@dataclass(frozen=True)
class Addition:
    """One language beside the newest version: its texts, and how many are not ready."""

    language: str
    texts: Mapping[str, str]
    total: int

    @property
    def unready(self) -> int:
        return self.total - len(self.texts)

    @property
    def is_ready(self) -> bool:
        return not self.unready

    @property
    def name(self) -> str:
        return language_name(self.language)


def additions(survey: Survey, newest: SurveyVersion | None) -> list[Addition]:
    """Each language that the draft has and the newest version has not."""
    if newest is None:
        return []
    offered = newest.document["languages"]
    codes = [
        code
        for code in [*survey.languages, *survey.later_languages]
        if code not in offered
    ]
    return [addition(survey, newest, code) for code in codes]


def addition(survey: Survey, newest: SurveyVersion, language: str) -> Addition:
    """The published texts in one more language, those alone that are fit to publish.

    Fit is a translation of exactly the published wording, with its placeholders,
    read over or vouched for by name. An earlier translation counts where it is one.
    """
    published = newest.document["texts"][newest.document["source_language"]]
    places = {name: text.place for name, text in _all_texts(survey)}
    vouch = Vouch.objects.filter(place=place(survey, "texts"), language=language)
    made_at = vouch.values_list("made_at", flat=True).first()
    known = _fit_texts(places.values(), language, made_at)
    texts, unseen = {}, _unseen(newest.document)
    for name, source in published.items():
        if name.partition(":")[0] in unseen:
            texts[name] = source
            continue
        text = known.get((places.get(name, ""), source_hash(source)))
        if text and not faults(source, text):
            texts[name] = text
    return Addition(language, texts, len(published))


@transaction.atomic
def publish_language(survey_id: int, language: str, *, by: User) -> SurveyVersion:
    """Publish the newest version once more, with one language added and nothing else.

    The draft is left as it is, but for the language, which it offers from now on.
    Refused where a text of the published wording is not ready in it, or where people
    could not read in it what they agree to.
    """
    survey = locked(survey_id)
    newest = survey.versions.first()
    if newest is None or survey.activity.state == Activity.State.CLOSED:
        raise Refusal(
            _("There is no open survey to add a language to. Publish it first."),
            code="not_published",
        )
    if language in newest.document["languages"]:
        return newest
    if language not in [*survey.languages, *survey.later_languages]:
        raise Refusal(
            _("The survey does not have this language. Add it first."),
            code="unknown_language",
        )
    found = addition(survey, newest, language)
    if found.unready:
        raise Refusal(_unready(found), code="not_ready")
    consent = terms.in_force(survey.activity_id)
    if consent and language not in consent.texts:
        raise Refusal(unread(language), code="consent_unread")
    document = with_language(newest.document, found)
    version = SurveyVersion.objects.create(
        survey=survey,
        number=newest.number + 1,
        document=document,
        content_hash=content_hash(document),
        published_by=by,
    )
    add_language(survey.pk, language, by=by)
    planning.stamp_published(
        survey.activity_id,
        languages=document["languages"],
        texts=public_texts(document),
        minutes=minutes(
            document["questions"], document["texts"][document["source_language"]]
        ),
    )
    return version


def with_language(document: Mapping[str, Any], found: Addition) -> dict[str, Any]:
    """The same document with the language; every other part is the same object."""
    later = [code for code in document["later_languages"] if code != found.language]
    return {
        **document,
        "languages": [*document["languages"], found.language],
        "later_languages": later,
        "texts": {**document["texts"], found.language: dict(found.texts)},
    }


def _unready(found: Addition) -> str:
    text = ngettext(
        "%(language)s is not published: %(n)d text of the published version is not "
        "translated and read over yet. Nothing was changed.",
        "%(language)s is not published: %(n)d texts of the published version are not "
        "translated and read over yet. Nothing was changed.",
        found.unready,
    )
    return text % {"language": found.name, "n": found.unready}


def _unseen(document: Mapping[str, Any]) -> set[str]:
    """Keys of questions that nobody sees: their names stay in the source's language."""
    questions = document["questions"]
    return {row["key"] for row in questions if not KINDS[row["kind"]].is_on_page}


def _fit_texts(
    places: Iterable[str], language: str, vouched_at: datetime | None
) -> dict[tuple[str, str], str]:
    """(place, hash of the source) → a translation that somebody stands for."""
    places = list(places)
    past = PastTranslation.objects.filter(place__in=places, language=language)
    present = Translation.objects.of(places, language)
    rows = [(row, row.written_at) for row in past.order_by("pk")]
    rows += [(row, row.updated_at) for row in present]
    return {
        (row.place, row.source_hash): row.text
        for row, at in rows
        if (row.state in DONE and not row.by_guest)
        or (vouched_at is not None and at <= vouched_at)
    }


def _all_texts(survey: Survey) -> list[tuple[str, SourceText]]:
    """Each text under its name, also of what was archived since it was published."""
    whole = Survey.objects.select_related("activity").get(pk=survey.pk)
    whole.drafted_sections = list(whole.sections.all())
    whole.drafted_rules = list(whole.rules.all())
    questions = list(whole.questions.all())
    for question in questions:
        question.drafted_choices, question.drafted_rows = [], []
    by_pk = {question.pk: question for question in questions}
    for choice in Choice.objects.filter(question__in=questions):
        by_pk[choice.question_id].drafted_choices.append(choice)
    for row in Row.objects.filter(question__in=questions):
        by_pk[row.question_id].drafted_rows.append(row)
    return list(keyed_texts(whole, questions))
