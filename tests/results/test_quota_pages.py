import pytest
from django.urls import reverse

from feedback.exports import codebook
from feedback.results import quota_planning
from studies.partners.models import Partnership, Quota
from tests import make

pytestmark = pytest.mark.django_db


def survey_of(client, role="designer", **fields):
    survey = make.published_survey(
        activity=make.open_activity(anonymous=True), **fields
    )
    client.force_login(make.member(agency=survey.agency, role=role).user)
    return survey


def address(survey) -> str:
    return reverse("survey-quotas", args=[survey.pk])


def new(**said) -> dict:
    values = {"codes": ["c1"], "target": 5, "when_full": "go_on", "lease_minutes": 30}
    return values | said


def test_without_a_quota_the_page_says_so_and_offers_questions_with_choices(client):
    survey = survey_of(client)

    page = client.get(address(survey)).content.decode()

    assert "No quota yet." in page
    assert '<option value="q1">' in page
    assert '<option value="q2">' not in page


def test_a_quota_is_made_of_answers_of_the_published_survey(client):
    survey = survey_of(client)
    make.response(survey=survey, answers={"q1": {"code": "c1"}})
    make.response(survey=survey, answers={"q1": {"code": "c2"}})
    group = make.segment(study=survey.activity.study, name="Carers")

    client.post(f"{address(survey)}?question=q1", new(segment=group.pk))

    quota = Quota.objects.with_counts().get()
    assert (quota.target, quota.counted, quota.segment) == (5, 1, group)
    assert quota.labels == {"en": "Yes"}
    page = client.get(address(survey)).content.decode()
    assert "1 person: not enough to speak for a group" in page


def test_what_is_missing_is_said_and_nothing_is_made(client):
    survey = survey_of(client)

    page = client.post(f"{address(survey)}?question=q1", new(codes=[], target=0))

    assert "Choose at least one answer." in page.content.decode()
    assert not Quota.objects.exists()


def test_the_same_quota_twice_is_refused_in_words(client):
    survey = survey_of(client)
    for _ in range(2):
        page = client.post(f"{address(survey)}?question=q1", new())

    assert "There is a quota for these answers already." in page.content.decode()
    assert Quota.objects.count() == 1


def test_places_change_and_are_kept_for_partners(client):
    survey = survey_of(client)
    quota = make.quota(survey=survey, target=5)
    partner = make.partner(agency=survey.agency)
    Partnership.objects.create(partner=partner, study=survey.activity.study)
    page = reverse("survey-quota", args=[survey.pk, quota.pk])

    client.post(
        page, {"target": 8, "lease_minutes": 60, f"room_{partner.pk}": 3}, follow=True
    )

    quota.refresh_from_db()
    assert (quota.target, quota.lease_minutes) == (8, 60)
    assert quota.places.filter(partner=partner).count() == 3


def test_fewer_than_answered_already_is_allowed_and_said(client):
    survey = survey_of(client)
    for _ in range(3):
        make.response(survey=survey, answers={"q1": {"code": "c1"}})
    document = quota_planning.document_of(survey)
    quota = quota_planning.add(
        survey, document, question_key="q1", codes=["c1"], target=5, by=None
    )
    page = reverse("survey-quota", args=[survey.pk, quota.pk])

    told = client.post(page, {"target": 1, "lease_minutes": 30}, follow=True)

    assert "2 people more than that have answered already" in told.content.decode()
    assert Quota.objects.with_counts().get().counted == 3


def test_a_quota_is_archived_and_comes_back(client):
    survey = survey_of(client)
    quota = make.quota(survey=survey)
    act = reverse("survey-quota-archive", args=[survey.pk, quota.pk])

    client.post(act)
    archived = Quota.objects.current().count()
    client.post(act)

    assert (archived, Quota.objects.current().count()) == (0, 1)


def test_a_question_that_is_asked_no_longer_is_named(client):
    survey = survey_of(client)
    make.quota(survey=survey, question_key="gone")

    page = client.get(address(survey)).content.decode()

    assert "The published survey no longer asks this" in page


def test_a_viewer_looks_and_changes_nothing(client):
    survey = survey_of(client, role="viewer")

    page = client.get(address(survey))
    answer = client.post(f"{address(survey)}?question=q1", new())

    assert page.status_code == 200
    assert "Make a quota" not in page.content.decode()
    assert answer.status_code == 403


def test_results_tell_of_answers_over_quota_and_lead_to_them(client):
    survey = survey_of(client)
    make.quota(survey=survey)
    over = make.response(survey=survey, over_quota=[1], is_over_quota=True)
    make.response(survey=survey)

    results = client.get(reverse("survey-results", args=[survey.pk])).content.decode()
    listed = client.get(reverse("survey-responses", args=[survey.pk]), {"over": 1})
    single = client.get(reverse("survey-response", args=[survey.pk, over.pk]))

    assert "1 person answered when their group was full (over quota)." in results
    assert [row.pk for row in listed.context["page"]] == [over.pk]
    assert "Over quota: enough people of this group" in single.content.decode()


def test_the_codebook_names_each_quota(client):
    survey = survey_of(client)
    make.quota(survey=survey)

    assert codebook.quotas_of(survey) == [(1, "Yes")]


def test_the_list_costs_the_same_for_one_quota_and_for_two(
    client, django_assert_max_num_queries
):
    survey = survey_of(client)
    for code in ("c1", "c2"):
        make.quota(survey=survey, codes=[code])
        with django_assert_max_num_queries(12):
            client.get(address(survey))
