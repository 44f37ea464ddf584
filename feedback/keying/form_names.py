"""Which printed form somebody holds, by the name that stands on each of its pages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.answering import editions
from feedback.answering.editions import Edition
from feedback.answering.models import SurveyResponse
from feedback.paper.drawing import form_name
from feedback.surveys.models import Survey, SurveyVersion
from studies.people import terms
from studies.people.models import ConsentVersion
from studies.people.terms import Terms

# As `form_name` writes it: survey, version, language, words, and the version of what
# people agree to, where they were asked.
NAME = re.compile(
    r"(?P<survey>\d{1,18})-(?P<version>\d{1,5}|draft)"
    r"-(?P<language>[a-z]{2,3}(?:-[a-z0-9]+)*)-[0-9a-f]{6}(?:-c(?P<consent>\d{1,4}))?"
)
DASHES = re.compile("[\u2010-\u2015\u2212_]")
UNSEEN = re.compile("[\\s\u200e\u200f\u061c\u2066-\u2069]+")


@dataclass(frozen=True)
class PaperForm:
    """One printed form: its version and language, and what people agreed to on it."""

    name: str
    version: SurveyVersion
    language: str
    edition: Edition
    terms: Terms | None
    is_older: bool


def find(survey: Survey, typed: str) -> PaperForm:
    """The form with this name; refused with what the name is, where it is none of it."""
    name = DASHES.sub("-", UNSEEN.sub("", typed.casefold()))
    parts = NAME.fullmatch(name)
    if parts is None:
        text = _(
            "This is no name of a form. It stands at the edge of each page, such as "
            "%(example)s."
        )
        raise Refusal(text % {"example": f"{survey.pk}-1-en-4f2a91"}, code="no_name")
    if int(parts["survey"]) != survey.pk:
        raise Refusal(_another(survey, int(parts["survey"])), code="another_survey")
    if parts["version"] == "draft":
        text = _(
            "This sheet was printed from a draft, so its answers can’t be counted. "
            "Publish the survey, and hand out that form."
        )
        raise Refusal(text, code="draft")
    return _published(survey, name, parts)


def newest(survey: Survey) -> list[PaperForm]:
    """The forms that are printed now, one a language; none before it is published."""
    version = survey.versions.order_by("-number").defer("document").first()
    if version is None:
        return []
    edition, now = editions.edition(version.pk), terms.in_force(survey.activity_id)
    return [
        PaperForm(
            form_name(edition, version, code, now), version, code, edition, now, False
        )
        for code in edition.document["languages"]
    ]


def of_response(survey: Survey, response: SurveyResponse) -> PaperForm:
    """The form that a keyed sheet was."""
    version, language = response.version, response.language
    edition = editions.edition(version.pk)
    read = response.consent_version_id
    agreed = terms.of_version(read) if read else None
    name = form_name(edition, version, language, agreed)
    newer = survey.versions.filter(number__gt=version.number)
    return PaperForm(name, version, language, edition, agreed, newer.exists())


def _published(survey: Survey, name: str, parts: re.Match) -> PaperForm:
    number, language = int(parts["version"]), parts["language"]
    versions = {row.number: row for row in survey.versions.defer("document")}
    version = versions.get(number)
    if version is None:
        text = _("This survey has no version %(number)d. Look at the name again.")
        raise Refusal(text % {"number": number}, code="no_version")
    edition = editions.edition(version.pk)
    if language not in edition.document["languages"]:
        text = _("Version %(number)d has no form in “%(language)s”.")
        said = {"number": number, "language": language}
        raise Refusal(text % said, code="no_language")
    read = _terms(survey, parts)
    printed = read or _asked_when_published(survey, version)
    written = form_name(edition, version, language, printed)
    if written != name:
        text = _(
            "The form of this version and language is called %(name)s. Compare it with "
            "the name on the sheet."
        )
        raise Refusal(text % {"name": written}, code="other_words")
    return PaperForm(
        name, version, language, edition, read, is_older=number < max(versions)
    )


def _terms(survey: Survey, parts: Mapping[str, str]) -> Terms | None:
    """The consent text that was printed on it, which may be older than today's."""
    if parts["consent"] is None:
        return None
    now, number = terms.in_force(survey.activity_id), int(parts["consent"])
    if now and now.number == number:
        return now
    rows = ConsentVersion.objects.filter(text=now.text_id if now else None)
    found = rows.filter(number=number).values_list("pk", flat=True).first()
    if found is None:
        text = _("This survey’s consent text has no version %(number)d.")
        raise Refusal(text % {"number": number}, code="no_consent")
    return terms.of_version(found)


def _asked_when_published(survey: Survey, version: SurveyVersion) -> Terms | None:
    """The consent text in force when a version came out: all its forms ask for it."""
    now = terms.in_force(survey.activity_id)
    if now is None:
        return None
    rows = ConsentVersion.objects.filter(
        text=now.text_id, published_at__lte=version.published_at
    )
    found = rows.order_by("-number").values_list("pk", flat=True).first()
    return terms.of_version(found) if found else None


def _another(survey: Survey, number: int) -> str:
    ours = Survey.objects.within(survey.activity.agency)
    other = ours.filter(pk=number).first()
    if other is None:
        text = _("This sheet is of survey %(number)d, which we don’t know here.")
        return text % {"number": number}
    text = _("This sheet is of another survey: “%(title)s”. Open its keying page.")
    return text % {"title": other.title}
