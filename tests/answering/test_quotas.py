"""Places for each group: kept while somebody answers, taken when they send."""

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from feedback.answering import quota_groups
from feedback.answering.models import SurveyResponse, UnsentTally
from feedback.keying import actions as keying
from feedback.results import (
    quota_planning,
)
from studies.partners import actions as partners
from studies.partners import links, quota_places
from studies.partners.models import Quota, QuotaPlace
from studies.planning.models import Activity
from tests import make
from tests.answering.person import Person
from tests.answering.quota_people import (
    NO,
    WORDS,
    YES,
    asked,
    begun,
    counts,
    everybody,
    over_of,
    ran_out,
    sent,
)
from tests.keying.sheets import form_of
from tests.phoning.caller import Caller

pytestmark = pytest.mark.django_db

ENOUGH = "We have heard from enough people in this group"


def test_a_place_is_kept_when_the_page_is_saved_and_taken_when_it_is_sent():
    person = begun(asked(target=3))
    before = counts()

    person.sends(YES)
    kept = counts()
    person.sends(WORDS).sends()

    assert (before, kept, counts()) == ((0, 0), (0, 1), (1, 0))
    assert person.where.endswith("/receipt/")


def test_whoever_answers_something_else_has_no_place():
    person = begun(asked()).sends(NO).sends(WORDS).sends()

    assert person.where.endswith("/receipt/")
    assert counts() == (0, 0)
    assert SurveyResponse.objects.get().over_quota == []


def test_a_changed_answer_lets_the_place_go():
    person = begun(asked()).sends(YES)
    kept = counts()

    person.opens("q/1/").sends(NO)

    assert (kept, counts()) == ((0, 1), (0, 0))


def test_a_place_waits_for_half_an_hour_and_each_page_begins_it_anew():
    person = begun(asked(target=2)).sends(YES)
    QuotaPlace.objects.exclude(holder=None).update(
        until=timezone.now() + timedelta(minutes=1)
    )

    person.sends(WORDS)

    [until] = QuotaPlace.objects.exclude(until=None).values_list("until", flat=True)
    left = until - timezone.now()
    assert timedelta(minutes=30) <= left <= timedelta(minutes=31)
    assert until.second == 0


def test_an_abandoned_place_goes_to_the_next_person():
    survey = asked()
    left = begun(survey).sends(YES)
    ran_out()

    sent(survey)
    left.sends(WORDS).opens("check/").sends()

    assert counts() == (1, 0)
    rows = SurveyResponse.objects.submitted().order_by("is_over_quota")
    assert [row.over_quota for row in rows] == [[], [1]]


def test_a_place_that_ran_out_and_that_nobody_took_is_still_theirs():
    person = begun(asked()).sends(YES)
    ran_out()

    person.sends(WORDS).sends()

    assert counts() == (1, 0)
    assert SurveyResponse.objects.get().over_quota == []


def test_old_reservations_forget_whose_they_were():
    begun(asked()).sends(YES)
    ran_out()

    forgotten = quota_places.forget_old()

    assert forgotten == 1
    assert QuotaPlace.objects.get().holder is None


def test_who_comes_when_it_is_full_is_told_before_writing_more_and_may_go_on():
    survey = asked()
    sent(survey)
    person = begun(survey).sends(YES)

    assert person.where.endswith("/enough/")
    assert ENOUGH in person.text
    assert "not counted in this group" in person.text
    assert over_of(person) == ([1], False)

    person.opens("q/2/").sends(WORDS).sends()

    assert person.where.endswith("/receipt/")
    assert counts() == (1, 0)
    row = SurveyResponse.objects.get(is_over_quota=True)
    assert (row.over_quota, row.answers["q2"]) == ([1], {"text": "It is long."})


def test_it_is_said_once():
    survey = asked()
    sent(survey)
    person = begun(survey).sends(YES)

    person.opens("q/1/").sends(YES)

    assert person.where.endswith("/q/2/")


def test_the_page_leads_on():
    survey = asked()
    sent(survey)
    person = begun(survey).sends(YES)

    page = person.opens("enough/").text

    assert 'href="../q/2/"' in page
    assert page.count("<h1") == 1


def test_nobody_without_answers_sees_that_page():
    survey = asked()

    page = Person(f"/s/{survey.activity.slug}/").opens("enough/")

    assert page.where.endswith("/?lost=1")


def test_a_quota_may_thank_and_stop_and_then_nothing_is_kept():
    survey = asked(when_full=Quota.WhenFull.STOP)
    sent(survey)

    person = begun(survey).sends(YES)

    assert "Thank you for wanting to help." in person.text
    assert "/enough/?stop=1" in person.where
    assert "cx_attempt" not in [k for k, v in person.client.cookies.items() if v.value]
    assert SurveyResponse.objects.count() == 1
    assert UnsentTally.objects.get().people == 1


def test_who_has_a_place_in_another_group_counts_and_is_not_turned_away():
    survey = asked()
    sent(survey)
    everybody(survey, 5)

    person = begun(survey).sends(YES).sends(WORDS).sends()

    assert person.where.endswith("/receipt/")
    row = SurveyResponse.objects.submitted().exclude(over_quota=[]).get()
    assert (row.over_quota, row.is_over_quota) == ([1], False)
    assert Quota.objects.with_counts().get(number=2).counted == 2


def test_practice_takes_no_place():
    survey = asked()
    Activity.objects.filter(pk=survey.activity_id).update(is_practicing=True)

    sent(survey)

    assert counts() == (0, 0)


def test_places_kept_for_a_partner_wait_for_its_people():
    survey = asked(target=2)
    partner = make.partner(agency=survey.agency)
    link = partners.make_link(survey.activity_id, partner=partner, by=None)
    quota_planning.change(Quota.objects.get(), target=2, rooms={partner.pk: 1}, by=None)
    path = links.url(link).partition("//")[2].partition("/")[2]

    sent(survey)
    other = begun(survey).sends(YES)
    theirs = sent(survey, f"/{path}")

    assert other.where.endswith("/enough/")
    assert theirs.where.endswith("/receipt/")
    assert counts() == (2, 0)
    assert QuotaPlace.objects.get(partner=partner).is_taken


def test_a_reservation_joins_no_answer_to_anything():
    survey = asked(target=2)
    sent(survey)
    begun(survey).sends(YES)

    names = {field.name for field in QuotaPlace._meta.concrete_fields}
    taken = QuotaPlace.objects.get(is_taken=True)

    assert names == {"id", "quota", "partner", "holder", "until", "is_taken"}
    assert (taken.holder, taken.until, taken.partner) == (None, None, None)


def test_saving_and_submitting_cost_few_queries_with_a_quota(
    django_assert_max_num_queries,
):
    survey = asked()
    sent(survey)
    QuotaPlace.objects.update(is_taken=False)
    person, full = begun(survey), begun(survey)

    for one in (person, full):
        with django_assert_max_num_queries(4):
            one.client.post(f"{one.address}q/1/", {"attempt": one.token} | YES)
    with django_assert_max_num_queries(1):
        full.client.get(f"{full.address}enough/")
    for one in (person, full):
        with django_assert_max_num_queries(6):
            one.client.post(f"{one.address}check/", {"attempt": one.token})

    assert counts() == (1, 0)
    assert SurveyResponse.objects.submitted().count() == 3


def test_a_survey_without_quotas_costs_what_it_cost(django_assert_num_queries):
    survey = make.published_survey(activity=make.open_activity(anonymous=True))
    person = begun(survey)

    with django_assert_num_queries(2):
        person.client.post(f"{person.address}q/1/", {"attempt": person.token} | YES)
    with django_assert_num_queries(2):
        person.client.post(f"{person.address}check/", {"attempt": person.token})


@pytest.mark.django_db(transaction=True)
def test_fifty_at_once_never_overfill_and_leave_no_place_empty():
    people, target = 50, 20
    survey = asked(target=target)
    version = survey.versions.first()
    groups = quota_groups.of_quotas(survey.activity.quotas.all())
    ready, taken = threading.Barrier(people), []

    def answers() -> None:
        try:
            attempt = uuid.uuid4()
            ready.wait()
            mine = quota_groups.of_answers(
                groups, version.document, {"q1": {"code": "c1"}}
            )
            quota_groups.hold(attempt, mine, told=(), partner_id=None)
            found = quota_groups.take(attempt, mine, told=(), partner_id=None)
            taken.append(not found["is_over_quota"])
        finally:
            connection.close()

    threads = [threading.Thread(target=answers) for _ in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(taken), sum(taken)) == (people, target)
    assert counts() == (target, 0)
    assert QuotaPlace.objects.count() == target


def test_a_sheet_of_paper_takes_a_place_once_and_is_over_quota_when_it_is_full():
    survey = asked()
    form, yes = form_of(survey), {"q1": {"code": "c1"}}
    first, second = uuid.uuid4(), uuid.uuid4()

    for sheet in (first, first, second):
        keying.save(sheet, form, yes)

    assert counts() == (1, 0)
    over = SurveyResponse.objects.filter(is_over_quota=True)
    assert [row.pk for row in over] == [second]


def test_an_interviewer_reads_what_to_tell_whoever_comes_too_late():
    survey = asked()
    sent(survey)

    caller = Caller(survey).begins().hears(YES)

    assert "We have heard from enough people in this group for now." in caller.text
