"""Practice mode and pilots: answers that never count, and say so on each page."""

import pytest
from django.db import IntegrityError
from django.urls import reverse

from cxstudio.refusal import Refusal
from feedback.answering import practice
from feedback.answering.models import Receipt, SurveyResponse
from feedback.results.folding import fold
from feedback.surveys.checklist.trying import trying
from feedback.surveys.checklist.whole import checklist
from feedback.surveys.models import Survey
from studies.partners import actions as partners
from studies.partners import links, openings
from studies.partners.models import InviteLink
from studies.planning import activities
from studies.planning.models import Activity
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
BANNER = "Practice. These answers will not count."
PILOT_BANNER = "You try these questions out for us."
ARABIC_BANNER = "تدريب"


def practicing() -> Survey:
    survey = surveys.letter()
    practice.begin(survey.pk, by=make.user())
    return survey


def answers(survey) -> Person:
    person = Person(f"/s/{survey.activity.slug}/").starts()
    return person.answers_all(surveys.ANSWERS).sends()


def pilot(survey) -> Person:
    link = partners.pilot_link(survey.activity_id, by=make.user())
    address = "/i/" + links.url(link).split("/i/")[1]
    return Person(address).starts()


def test_each_page_of_a_practicing_survey_says_that_nothing_counts():
    survey = practicing()
    person = Person(f"/s/{survey.activity.slug}/").opens()
    pages = [person.text]

    person.sends()
    pages.append(person.text)
    person.answers_all(surveys.ANSWERS)
    pages.append(person.text)
    person.sends()
    pages.append(person.text)

    assert [BANNER in page for page in pages] == [True] * 4
    assert "Your answers are in" in pages[-1]


def test_the_banner_speaks_the_persons_language():
    survey = practicing()

    english = Person(f"/s/{survey.activity.slug}/").opens().text
    arabic = Person(f"/s/{survey.activity.slug}/").opens("?lang=ar").text

    assert BANNER in english
    assert BANNER not in arabic
    assert 'class="practice"' in arabic


def test_practice_answers_never_count_not_even_after_practice():
    survey, author = practicing(), make.user()
    answers(survey)

    practice.leave(survey.pk, by=author)

    response = SurveyResponse.objects.get()
    assert (response.state, response.is_practice) == ("submitted", True)
    assert fold(survey.pk) == 0


def test_who_began_in_practice_ends_in_practice_and_the_next_one_counts():
    survey = practicing()
    early = Person(f"/s/{survey.activity.slug}/").starts()
    practice.leave(survey.pk, by=make.user())

    early.answers_all(surveys.ANSWERS).sends()
    answers(survey)

    kinds = SurveyResponse.objects.order_by("-is_practice")
    assert list(kinds.values_list("is_practice", flat=True)) == [True, False]
    assert BANNER in early.text


def test_practice_begins_before_the_survey_opens_and_stops_at_a_pause():
    survey = practicing()
    activity = Activity.objects.filter(pk=survey.activity_id)
    activity.update(opens_at="2999-01-01T00:00Z")

    early = Person(f"/s/{survey.activity.slug}/").opens().text
    activities.pause(survey.activity_id, by=make.user())
    paused = Person(f"/s/{survey.activity.slug}/").opens().text

    assert BANNER in early
    assert "This survey is taking a break" in paused


def test_practice_is_refused_once_somebody_answered_for_real():
    survey = surveys.letter()
    answers(survey)

    with pytest.raises(Refusal) as refused:
        practice.begin(survey.pk, by=make.user())

    assert refused.value.code == "has_answers"
    assert not Activity.objects.get(pk=survey.activity_id).is_practicing


def test_thrown_away_practice_takes_its_receipts_along_and_nothing_else():
    survey, author = practicing(), make.user()
    answers(survey)
    Person(f"/s/{survey.activity.slug}/").starts()
    pilot(survey).answers_all(surveys.ANSWERS).sends()
    practice.leave(survey.pk, by=author)
    answers(survey)

    gone = practice.throw_away(survey.pk, by=author)
    again = practice.throw_away(survey.pk, by=author)

    left = SurveyResponse.objects.order_by("is_pilot")
    assert (gone, again) == (2, 0)
    assert list(left.values_list("is_practice", "is_pilot")) == [
        (False, False),
        (True, True),
    ]
    assert Receipt.objects.count() == 2


def test_a_personal_link_that_practiced_may_still_bring_the_answer_that_counts():
    activity = {"anonymous": False}
    survey = surveys.letter(**activity)
    participant = make.participant(study=survey.activity.round.study)
    link = partners.personal_link(survey.activity_id, participant.pk)
    address = "/i/" + links.url(link).split("/i/")[1]
    practice.begin(survey.pk, by=make.user())
    Person(address).starts().answers_all(surveys.ANSWERS).sends()

    practice.leave(survey.pk, by=make.user())
    Person(address).starts().answers_all(surveys.ANSWERS).sends()

    finished = SurveyResponse.objects.order_by("is_practice")
    assert list(finished.values_list("is_practice", "personal_link")) == [
        (False, link.pk),
        (True, None),
    ]


@pytest.mark.django_db(transaction=True)
def test_practice_uses_up_no_link_that_closes_after_one_answer():
    survey = practicing()
    link = partners.make_link(survey.activity_id, partner=None, cap=1, by=None)
    address = "/i/" + links.url(link).split("/i/")[1]

    Person(address).starts().answers_all(surveys.ANSWERS).sends()
    openings.store()

    link.refresh_from_db()
    assert (link.openings, link.starts, link.finishes) == (0, 0, 0)
    assert link.works


def test_a_pilot_answers_before_the_survey_opens_and_never_counts():
    survey = surveys.letter()
    Activity.objects.filter(pk=survey.activity_id).update(opens_at="2999-01-01T00:00Z")

    person = pilot(survey)
    banners = [PILOT_BANNER in person.text]
    person.answers_all(surveys.ANSWERS).sends()
    banners.append(PILOT_BANNER in person.text)

    response = SurveyResponse.objects.get()
    assert banners == [True, True]
    assert (response.is_pilot, response.is_practice) == (True, True)
    assert fold(survey.pk) == 0
    assert Activity.objects.get(pk=survey.activity_id).pilots == {"en": 1}


def test_the_pilot_link_is_one_and_can_be_ended_and_made_again():
    survey, author = surveys.letter(), make.user()

    first = partners.pilot_link(survey.activity_id, by=author)
    same = partners.pilot_link(survey.activity_id, by=author)
    partners.revoke_link(first.pk, by=author)
    other = partners.pilot_link(survey.activity_id, by=author)

    assert (first, first == other) == (same, False)
    assert not InviteLink.objects.shared().exists()


def test_a_pilot_link_carries_nobody():
    survey = surveys.letter()
    partner = make.partner(agency=survey.agency)
    partners.pilot_link(survey.activity_id, by=None)

    with pytest.raises(IntegrityError, match="pilot_link_carries_nobody"):
        InviteLink.objects.update(partner=partner)


def test_a_second_pilot_link_is_refused_by_the_database():
    survey = surveys.letter()
    link = partners.pilot_link(survey.activity_id, by=None)

    with pytest.raises(IntegrityError, match="pilot_link_once_per_activity"):
        InviteLink.objects.create(
            agency=link.agency, activity=link.activity, is_pilot=True, token_hash="x"
        )


def test_a_pilot_that_would_count_is_refused_by_the_database():
    survey = surveys.letter()

    with pytest.raises(IntegrityError, match="pilot_never_counts"):
        make.response(survey=survey, is_pilot=True)


def test_the_checklist_asks_for_two_pilots_in_each_language_and_for_practice_to_end():
    survey = practicing()
    activities.stamp_pilots(survey.activity_id, {"en": 2, "ar": 1})

    said = {line.code: line.text for line in checklist(fresh(survey)) if not line.stop}
    activities.stamp_pilots(survey.activity_id, {"en": 2, "ar": 2})
    practice.leave(survey.pk, by=make.user())
    later = {line.code: line.met for line in checklist(fresh(survey))}

    assert said["no_pilot"] == "Fewer than 2 pilot people have tried it in Arabic."
    assert said["practice_mode"].startswith("It is in practice mode")
    assert later["pilot"] is True
    assert "practice_mode" not in later


def fresh(survey) -> Survey:
    return Survey.objects.get(pk=survey.pk)


def test_the_publish_page_begins_leaves_and_throws_away_practice(client):
    survey = surveys.letter()
    member = make.member(agency=survey.agency)
    client.force_login(member.user)
    address = reverse("survey-practice", args=[survey.pk])

    client.post(address, {"to": "begin"})
    answers(survey)
    during = client.get(reverse("survey-publish", args=[survey.pk])).content.decode()
    client.post(address, {"to": "leave"})
    client.post(address, {"to": "throw"})
    client.post(reverse("survey-pilot", args=[survey.pk]))
    after = client.get(reverse("survey-publish", args=[survey.pk])).content.decode()

    assert "Practice mode: no answer counts." in during
    assert "1 practice answer is kept apart." in during
    assert "Yes, throw them away" in during
    assert SurveyResponse.objects.count() == 0
    assert "1 practice answer is gone." in after
    assert "The pilot link. It works before the survey opens:" in after
    assert trying(survey).pilot_address in after


def test_practice_is_not_offered_once_somebody_answered_for_real(client):
    survey = surveys.letter()
    client.force_login(make.member(agency=survey.agency).user)
    address = reverse("survey-publish", args=[survey.pk])

    before = client.get(address).content.decode()
    answers(survey)
    after = client.get(address).content.decode()

    assert "Begin practice mode" in before
    assert "Begin practice mode" not in after
    assert "People have answered for real" in after


def test_results_show_pilots_and_practice_apart(client):
    survey = practicing()
    member = make.member(agency=survey.agency)
    client.force_login(member.user)
    answers(survey)
    pilot(survey).answers_all(surveys.ANSWERS).sends()

    page = client.get(reverse("survey-results", args=[survey.pk])).content.decode()
    listed = [
        client.get(reverse("survey-responses", args=[survey.pk]) + query)
        .context["page"]
        .paginator.count
        for query in ("", "?practice=1", "?pilot=1")
    ]

    assert "1 practice response is kept apart" in page
    assert "1 person tried the questions out." in page
    assert listed == [0, 1, 1]
