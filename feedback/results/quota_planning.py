"""What the studio's quota pages read and write: groups by what a survey asks."""

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.answering.models import SurveyResponse
from feedback.results import quota_counts
from feedback.surveys.models import Survey
from studies.agencies.models import User
from studies.partners import quotas
from studies.partners.models import Quota
from studies.planning.models import Segment

Document = Mapping[str, Any]
BETWEEN = " / "


def document_of(survey: Survey) -> Document | None:
    """What people answer now; None before anything is published."""
    newest = survey.versions.order_by("-number").values_list("document", flat=True)
    return newest.first()


def questions(document: Document, language: str) -> list[tuple[str, str]]:
    """(key, words) of the questions by which a group can be told: those to choose in."""
    texts = _texts(document, language)
    return [
        (question["key"], texts.get(question["key"], question["key"]))
        for question in document["questions"]
        if question["choices"] and not question["rows"]
    ]


def choices(document: Document, key: str, language: str) -> list[tuple[str, str]]:
    texts = _texts(document, language)
    found = next((q for q in document["questions"] if q["key"] == key), None)
    codes = [choice["code"] for choice in found["choices"]] if found else []
    return [(code, texts.get(f"{key}:{code}", code)) for code in codes]


def words(
    document: Document, key: str, codes: Collection[str], language: str
) -> tuple[str, str] | None:
    """The question and the choices of a group; None where it is asked no longer."""
    asked = dict(questions(document, language))
    offered = dict(choices(document, key, language))
    if key not in asked or not set(codes) & offered.keys():
        return None
    return asked[key], BETWEEN.join(offered[c] for c in offered if c in codes)


def over_by_number(survey_id: int) -> dict[int, int]:
    """{number of a quota: people who sent when it was full}."""
    rows = SurveyResponse.objects.submitted().filter(survey=survey_id)
    full = rows.exclude(over_quota=[]).filter(is_practice=False, is_left_out=False)
    return Counter(
        number
        for numbers in full.values_list("over_quota", flat=True)
        for number in numbers
    )


def _texts(document: Document, language: str) -> Mapping[str, str]:
    texts = document["texts"]
    return texts.get(language) or texts[document["source_language"]]


@transaction.atomic
def add(
    survey: Survey,
    document: Document,
    *,
    question_key: str,
    codes: Collection[str],
    target: int,
    segment: Segment | None = None,
    when_full: str = Quota.WhenFull.GO_ON,
    lease_minutes: int | None = None,
    by: User | None,
) -> Quota:
    """A quota by what the published survey asks; who answered so before is counted."""
    offered = dict(choices(document, question_key, ""))
    if not codes or not set(codes) <= offered.keys():
        raise Refusal(
            _("Nothing was saved. Choose at least one answer that makes the group."),
            code="no_codes",
        )
    labels = {
        language: words(document, question_key, codes, language)[1]
        for language in document["languages"]
    }
    return quotas.add(
        survey.activity_id,
        question_key=question_key,
        codes=codes,
        labels=labels,
        target=target,
        heard=quota_counts.heard(survey.pk, question_key, codes),
        segment=segment,
        when_full=when_full,
        lease_minutes=lease_minutes,
        by=by,
    )


@transaction.atomic
def change(
    quota: Quota,
    *,
    target: int,
    rooms: Mapping[int, int],
    lease_minutes: int | None = None,
    by: User | None,
) -> Quota:
    """Other places, or other rooms; who is counted is counted anew from the answers."""
    quotas.lock(quota.pk)
    survey_id = Survey.objects.values_list("pk", flat=True).get(
        activity=quota.activity_id
    )
    key, codes = quota.question_key, quota.codes
    heard = quota_counts.heard(survey_id, key, codes, number=quota.number)
    return quotas.change(
        quota.pk,
        target=target,
        rooms=rooms,
        heard=heard,
        lease_minutes=lease_minutes,
        by=by,
    )
