"""Answers over quota: kept, read, and in no count; and places that come back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.answering import editions, unsent
from feedback.answering.models import SurveyResponse
from feedback.results import (
    folding,
    judging,
    participation,
    taking_back,
)
from feedback.surveys.models import Survey
from studies.partners.models import QuotaPlace
from studies.people.models import Conversation
from studies.planning.models import Activity, Round
from tests import make
from tests.answering.quota_people import (
    WORDS,
    YES,
    asked,
    begun,
    code_of,
    counts,
    everybody,
    sent,
)

pytestmark = pytest.mark.django_db


def test_over_quota_is_in_no_count_and_in_no_head_count():
    survey = asked()
    sent(survey)
    sent(survey).opens("q/2/").sends(WORDS).sends()
    folding.fold(survey.pk)

    people = participation.participation(survey)

    assert people.people("finished", is_synthetic=False) == 1
    assert people.people("started", is_synthetic=False) == 1
    assert people.people("over_quota", is_synthetic=False) == 1
    assert people.waiting == 0
    assert Conversation.objects.get().people == 1


def test_taking_answers_back_gives_the_place_back():
    survey = asked()
    sent(survey)
    folding.fold(survey.pk)

    taking_back.take_back(code_of(SurveyResponse.objects.get()))

    assert counts() == (0, 0)
    assert QuotaPlace.objects.count() == 1


def test_a_closed_round_keeps_its_quota_as_it_keeps_its_head_count():
    survey = asked()
    sent(survey)
    Round.objects.update(state=Round.State.CLOSED)

    taking_back.take_back(code_of(SurveyResponse.objects.get()))

    assert counts() == (1, 0)


def test_taking_back_what_was_over_quota_frees_no_place():
    survey = asked()
    sent(survey)
    sent(survey).opens("q/2/").sends(WORDS).sends()

    taking_back.take_back(code_of(SurveyResponse.objects.get(is_over_quota=True)))

    assert counts() == (1, 0)
    withdrawn = SurveyResponse.objects.get(state="withdrawn")
    assert (withdrawn.over_quota, withdrawn.is_over_quota) == ([], False)


def test_leaving_an_answer_out_frees_its_place_and_counting_it_takes_one():
    survey = asked()
    sent(survey)
    row, by = SurveyResponse.objects.get(), make.user()

    judging.judge(row.pk, leaves_out=True, reason="Twice the same.", by=by)
    freed = counts()
    sent(survey)
    judging.judge(row.pk, leaves_out=False, reason="It was somebody else.", by=by)

    assert freed == (0, 0)
    assert counts() == (2, 0)  # somebody of the team wanted it so


def test_an_answer_over_quota_is_no_case_to_judge():
    survey = asked()
    sent(survey)
    sent(survey).opens("q/2/").sends(WORDS).sends()
    row = SurveyResponse.objects.get(is_over_quota=True)

    with pytest.raises(Exception, match="does not count anyway"):
        judging.judge(row.pk, leaves_out=True, reason="x", by=make.user())


def test_what_counts_though_nobody_sent_it_stays_over_quota_as_it_was_told():
    survey = asked()
    Activity.objects.filter(pk=survey.activity_id).update(unsent="count", unsent_days=1)
    editions.forget()
    sent(survey)
    begun(survey).sends(YES)
    SurveyResponse.objects.filter(state="started").update(
        started_on=timezone.localdate() - timedelta(days=3)
    )

    unsent.settle(Survey.objects.get())

    row = SurveyResponse.objects.get(state="partial")
    assert (row.over_quota, row.is_over_quota) == ([1], True)


def test_what_nobody_sent_counts_where_another_group_had_a_place():
    survey = asked()
    Activity.objects.filter(pk=survey.activity_id).update(unsent="count", unsent_days=1)
    editions.forget()
    sent(survey)
    person = begun(survey).sends(YES)
    everybody(survey, 5)
    person.opens("q/2/").sends(WORDS)
    SurveyResponse.objects.filter(state="started").update(
        started_on=timezone.localdate() - timedelta(days=3)
    )

    unsent.settle(Survey.objects.get())

    row = SurveyResponse.objects.get(state="partial")
    assert (row.over_quota, row.is_over_quota) == ([1], False)
