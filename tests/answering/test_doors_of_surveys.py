import re
from datetime import timedelta

import pytest
from django.utils import timezone

from feedback.answering.models import SurveyResponse
from studies.partners import actions as partners
from studies.partners import links
from studies.partners.models import InviteLink
from studies.people.models import WaitingRequest
from studies.planning import pausing
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


def test_addresses_that_lead_nowhere_look_all_the_same():
    addresses = ["/i/unknown-token/", "/i/%00%FF/", "/s/no-such-survey/"]

    pages = [Person(each).opens().page for each in addresses]

    assert [page.status_code for page in pages] == [404] * len(pages)
    assert len({page.content for page in pages}) == 1
    assert "This link does not work" in pages[0].content.decode()


@pytest.mark.parametrize(
    "ends",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(days=1)},
        {"cap": 1, "finishes": 1},
    ],
    ids=["revoked", "past its last day", "full"],
)
def test_a_link_that_has_ended_says_so_and_leads_to_what_changed(ends):
    study = make.study(state=Study.State.RUNNING)
    link = shared(surveys.letter(study=study), **ends)

    person = Person(address(link)).opens()
    person.client.post(person.address, {"attempt": "none"})

    assert "<h1>This link has ended</h1>" in person.text
    assert f'href="/p/{study.slug}/?lang=en"' in person.text
    assert "Begin" not in person.text
    assert SurveyResponse.objects.count() == 0


def test_a_link_that_has_ended_without_a_study_leads_back_to_who_gave_it():
    survey = surveys.letter()
    Activity.objects.filter(pk=survey.activity_id).update(round=None)

    person = Person(address(shared(survey, cap=1, finishes=1))).opens()

    assert "ask the people who gave it to you for a new one" in person.text


def test_a_survey_that_is_over_says_that_first():
    survey = surveys.letter()
    Activity.objects.filter(pk=survey.activity_id).update(state="closed")

    person = Person(address(shared(survey, revoked_at=timezone.now()))).opens()

    assert "<h1>This survey is over</h1>" in person.text


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


@pytest.mark.parametrize("state", ["closed", "paused", "study paused"])
def test_who_has_begun_may_finish_after_the_survey_closed(state):
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts()
    if state == "study paused":
        pausing.pause(survey.activity.study.pk, reason="We move.", by=make.user())
    else:
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
    assert "<h1>This link has ended</h1>" in Person(address(link)).opens().text


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
    assert "<h1>Answers came in with this link</h1>" in late.text
    assert "<h1>Answers came in with this link</h1>" in again.text


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


def seen_at(survey, language="en", **change) -> str:
    Activity.objects.filter(pk=survey.activity_id).update(**change)
    return Person(f"/s/{survey.activity.slug}/").opens(f"?lang={language}").text


def helpful_agency():
    return make.agency(
        contact_phone="555-0142", interpreters=["ar"], case_help="Call your office."
    )


def test_whoever_comes_too_late_can_ask_to_be_told_what_changed():
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/")
    Activity.objects.filter(pk=survey.activity_id).update(state="closed")
    token = re.search(r'name="for" value="([^"]+)"', person.opens().text)[1]

    page = person.client.post(
        f"{person.address}updates/",
        {"for": token, "wants": "tells", "email": "ana@example.org"},
    )
    after = person.client.get(person.address + "updates/" + page["Location"])

    assert "We will tell you what changed" in after.content.decode()
    waiting = WaitingRequest.objects.get()
    assert (waiting.study, waiting.language) == (survey.activity.study, "en")


@pytest.mark.parametrize(
    "change", [{"state": "paused"}, {"state": "draft"}, {"state": "published"}]
)
def test_where_people_may_still_answer_nobody_is_asked_for_an_address(change):
    assert 'name="for"' not in seen_at(surveys.letter(), **change)


def test_a_practice_study_asks_nobody_for_an_address():
    survey = surveys.letter(study=make.study())

    assert 'name="for"' not in seen_at(survey, state="closed")


@pytest.mark.parametrize("state, calls", [("paused", 1), ("draft", 1), ("closed", 0)])
def test_other_ways_to_answer_stand_where_the_survey_is_not_over(state, calls):
    study = make.study(agency=helpful_agency(), state=Study.State.RUNNING)

    page = seen_at(surveys.letter(study=study), state=state)

    assert page.count("want to answer by phone?") == calls
    assert page.count("<summary>Help with your own case</summary>") == 1


def test_a_closed_survey_leads_to_what_the_agency_asks_now():
    survey = surveys.letter()

    page = seen_at(survey, "ar", state="closed")

    assert f'href="{survey.agency.surveys_url}?lang=ar"' in page


@pytest.mark.parametrize("by_link", [True, False], ids=["partner link", "open link"])
def test_a_paused_study_says_why_at_its_doors_and_lets_nobody_begin(by_link):
    survey = surveys.letter()
    study = survey.activity.study
    at = address(shared(survey)) if by_link else f"/s/{survey.activity.slug}/"
    opened = Person(at).opens()
    pausing.pause(study.pk, reason="We mend the form first.", by=make.user())

    late, new = opened.sends(), Person(at).opens()

    for person in (late, new):
        assert "<h1>This survey is taking a break</h1>" in person.text
        assert '<p lang="en" dir="auto">We mend the form first.</p>' in person.text
    assert SurveyResponse.objects.count() == 0
