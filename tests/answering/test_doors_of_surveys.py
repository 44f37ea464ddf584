from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.answering.models import SurveyResponse
from studies.partners import actions as partners
from studies.partners import links
from studies.partners.models import InviteLink
from studies.planning.models import Activity, Study
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db


def address(link) -> str:
    return "/i/" + links.url(link).split("/i/")[1]


def shared(survey, **fields) -> InviteLink:
    link = partners.make_link(survey.activity_id, by=None)
    InviteLink.objects.filter(pk=link.pk).update(**fields)
    return link


def test_links_that_do_not_work_look_all_the_same():
    survey = surveys.letter()
    now = timezone.now()
    addresses = [
        "/i/unknown-token/",
        "/i/%00%FF/",
        "/s/no-such-survey/",
        address(shared(survey, revoked_at=now)),
        address(shared(survey, expires_at=now - timedelta(days=1))),
        address(shared(survey, cap=1, finishes=1)),
    ]

    pages = [Person(each).opens().page for each in addresses]

    assert [page.status_code for page in pages] == [404] * len(pages)
    assert len({page.content for page in pages}) == 1
    assert "This link does not work" in pages[0].content.decode()


def test_a_link_that_does_not_work_costs_the_same_look_up_as_an_unknown_one(
    django_assert_num_queries,
):
    revoked = address(shared(surveys.letter(), revoked_at=timezone.now()))

    for each in (revoked, "/i/unknown-token/"):
        with django_assert_num_queries(1):
            Person(each).opens()


@pytest.mark.parametrize(
    "change, title",
    [
        ({"state": "draft"}, "This survey is not open yet"),
        (
            {"opens_at": timezone.now() + timedelta(days=2)},
            "This survey is not open yet",
        ),
        ({"state": "paused"}, "This survey is taking a break"),
        ({"state": "closed"}, "This survey is over"),
        ({"closes_at": timezone.now() - timedelta(days=1)}, "This survey is over"),
    ],
)
def test_a_survey_that_takes_nobody_new_says_why(change, title):
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").opens()
    Activity.objects.filter(pk=survey.activity_id).update(**change)

    person.sends()

    assert f"<h1>{title}</h1>" in person.text
    assert SurveyResponse.objects.count() == 0


def test_a_closed_survey_leads_to_what_changed():
    survey = surveys.letter()
    Activity.objects.filter(pk=survey.activity_id).update(state="closed")

    person = Person(f"/s/{survey.activity.slug}/").opens()

    assert f'href="/p/{survey.activity.study.slug}/?lang=en"' in person.text


@pytest.mark.parametrize("state", ["closed", "paused"])
def test_who_has_begun_may_finish_after_the_survey_closed(state):
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts()
    Activity.objects.filter(pk=survey.activity_id).update(state=state)

    person.answers_all(surveys.ANSWERS).sends()

    assert person.where.endswith("/receipt/")
    assert SurveyResponse.objects.get().answers == surveys.STORED


def test_who_has_begun_finds_the_way_back_in_on_the_closed_page():
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts()
    person.sends(surveys.ANSWERS["got_letter"])
    Activity.objects.filter(pk=survey.activity_id).update(state="closed")

    person.opens().sends()

    assert person.where.endswith("/q/2/")


def test_a_link_revoked_in_between_lets_those_finish_who_began():
    survey = surveys.letter()
    link = shared(survey)
    person = Person(address(link)).starts()
    partners.revoke_link(link.pk, by=make.user())

    person.answers_all(surveys.ANSWERS).sends()

    assert person.where.endswith("/receipt/")
    assert Person(address(link)).opens().page.status_code == 404


def test_a_personal_link_takes_one_response_and_then_says_that_it_is_done():
    study = make.study(state=Study.State.RUNNING)
    survey = surveys.letter(study=study, anonymous=False)
    participant = make.participant(study=study)
    link = partners.personal_link(survey.activity_id, participant.pk)
    late = Person(address(link)).starts().answers_all(surveys.ANSWERS)

    Person(address(link)).starts().answers_all(surveys.ANSWERS).sends()
    late.sends()
    again = Person(address(link)).opens()

    sent = SurveyResponse.objects.submitted().get()
    link.refresh_from_db()
    assert (sent.participant, sent.personal_link, link.finishes) == (
        participant,
        link,
        1,
    )
    assert sent.submitted_at is not None
    assert "<h1>Your answers are in</h1>" in late.text
    assert "<h1>Your answers are in</h1>" in again.text


def test_a_person_finishes_on_the_version_that_they_began():
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts()
    first = survey.versions.get()
    question = survey.questions.get(key="help")
    question.archived_at = timezone.now()
    question.save()
    surveys.publish(survey)

    person.answers_all(surveys.ANSWERS).sends()

    response = SurveyResponse.objects.get()
    assert survey.versions.count() == 2
    assert (response.version, response.answers) == (first, surveys.STORED)
