"""People who answer a survey with a quota, and what became of its places."""

import uuid
from datetime import timedelta

from django.utils import timezone

from feedback.answering import codes
from feedback.answering.models import SurveyResponse
from feedback.results import quota_planning
from feedback.surveys.models import Survey
from studies.partners.models import Quota, QuotaPlace
from tests import make
from tests.answering.person import Person

YES, NO, WORDS = {"q1": "c1"}, {"q1": "c2"}, {"q2": "It is long."}


def asked(target: int = 1, **fields) -> Survey:
    """A survey of two pages, with so many places for who says "Yes" on the first."""
    survey = make.published_survey(activity=make.open_activity(anonymous=True))
    make.quota(survey=survey, target=target, **fields)
    return survey


def begun(survey: Survey, path: str = "") -> Person:
    return Person(path or f"/s/{survey.activity.slug}/").starts()


def sent(survey: Survey, path: str = "") -> Person:
    return begun(survey, path).sends(YES).sends(WORDS).sends()


def counts() -> tuple[int, int]:
    """How many are counted, and how many are on the way."""
    quota = Quota.objects.with_counts().get()
    return quota.counted, quota.reserved


def ran_out() -> None:
    """The time of every reservation is over."""
    over = timezone.now() - timedelta(hours=1)
    QuotaPlace.objects.exclude(holder=None).update(until=over)


def over_of(person: Person) -> tuple[list[int], bool]:
    row = SurveyResponse.objects.get(pk=person_id(person))
    return row.over_quota, row.is_over_quota


def person_id(person: Person) -> uuid.UUID:
    return uuid.UUID(person.client.cookies["cx_attempt"].value.split(".")[0])


def code_of(row: SurveyResponse) -> str:
    return codes.receipt_code(row.pk)


def everybody(survey: Survey, target: int) -> None:
    """A second quota, of all who answer the first question."""
    question = survey.questions.get(key="q1")
    document = survey.versions.first().document
    codes = [choice.code for choice in question.choices.all()]
    quota_planning.add(
        survey, document, question_key="q1", codes=codes, target=target, by=None
    )
