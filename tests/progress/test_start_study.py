import pytest
from django.urls import reverse

from cxstudio.refusal import Refusal
from studies.people import consenting
from studies.progress import actions as progress
from studies.progress.checklists import to_start, unmet_stops
from tests import make

pytestmark = pytest.mark.django_db
PLAN = {"goal_1": "People know the date.", "population": "Everybody"}


def planned():
    """A study whose plan is whole, with words that people agree to."""
    study = make.study(**PLAN)
    make.segment(study=study)
    make.consent(study=study)
    return study


def test_a_study_whose_plan_is_whole_starts():
    study = planned()

    progress.start_study(study.pk, by=make.user())

    study.refresh_from_db()
    assert study.counts
    assert study.started_at is not None


def test_starting_twice_keeps_the_first_day():
    study = planned()
    first = progress.start_study(study.pk, by=make.user()).started_at

    assert progress.start_study(study.pk, by=make.user()).started_at == first


def test_a_plan_that_protects_nobody_yet_is_refused_with_what_to_do():
    study = make.study()

    with pytest.raises(Refusal) as refused:
        progress.start_study(study.pk, by=make.user())

    study.refresh_from_db()
    assert refused.value.code == "plan_incomplete"
    assert "write a goal; say whom the service is for; name the people" in (
        refused.value.message
    )
    assert not study.counts


def test_each_open_line_leads_to_its_field():
    study = make.study()
    plan = reverse("study-plan", args=[study.slug])

    assert [line.url for line in unmet_stops(to_start(study))] == [
        f"{plan}#id_goal_1",
        f"{plan}#id_population",
        f"{plan}#id_groups",
        reverse("study-consent", args=[study.slug]),
    ]


def test_nobody_is_asked_for_real_before_the_words_of_consent_are_published():
    study = make.study(**PLAN)
    make.segment(study=study)
    text = make.consent_text(study=study)

    with pytest.raises(Refusal) as refused:
        progress.start_study(study.pk, by=make.user())
    consenting.publish(text.pk, by=make.user())
    started = progress.start_study(study.pk, by=make.user())

    assert "First: publish what people agree to." in refused.value.message
    assert started.counts


def test_a_lead_presses_start_and_a_designer_may_not(client):
    study = planned()
    start = reverse("study-start", args=[study.slug])

    client.force_login(make.member(agency=study.agency, role="designer").user)
    refused = client.post(start)
    client.force_login(make.member(agency=study.agency, role="lead").user)
    started = client.post(start)

    study.refresh_from_db()
    assert (refused.status_code, started.status_code) == (403, 302)
    assert study.counts


def test_start_is_refused_on_the_page_with_what_is_missing(client):
    study = make.study()
    client.force_login(make.member(agency=study.agency).user)

    page = client.post(reverse("study-start", args=[study.slug]), follow=True)

    study.refresh_from_db()
    assert "The study is not started yet. First: write a goal" in page.content.decode()
    assert page.request["PATH_INFO"] == reverse("study-plan", args=[study.slug])
    assert not study.counts


def test_the_history_of_a_study_says_who_started_it():
    study, lead = planned(), make.user()

    progress.start_study(study.pk, by=lead)

    assert study.history.first().history_user == lead
