"""A link that was made for one person, passed on to somebody else."""

import pytest

from feedback.answering.models import SurveyResponse
from studies.partners import actions as partners
from studies.partners import links
from studies.planning.models import Study
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
FOR_ONE = "This link is for one person."
NOT_ADDED = "What you wrote just now was not added."


def passed_on(**fields) -> tuple[Person, Person]:
    """Whoever the link was made for, and who has it from them."""
    study = make.study(state=Study.State.RUNNING)
    survey = surveys.letter(study=study, **fields)
    participant = make.participant(study=study)
    link = partners.personal_link(survey.activity_id, participant.pk)
    address = "/i/" + links.url(link).split("/i/")[1]
    return Person(address), Person(address)


def test_its_first_page_says_so_where_answers_would_count_as_theirs():
    owner, _friend = passed_on(anonymous=False)
    unknown, _other = passed_on(anonymous=True)

    assert FOR_ONE in owner.opens().text
    assert "your answers would count as theirs" in owner.text
    assert FOR_ONE not in unknown.opens().text


def test_who_opens_it_half_way_begins_anew_and_sees_none_of_the_answers():
    owner, friend = passed_on(anonymous=False)
    owner.starts().sends({"got_letter": "yes"}).sends({"asked": "My own words"})

    friend.starts()

    assert "Go on with your answers" not in friend.text
    assert friend.where == f"{friend.address}q/1/"
    assert "My own words" not in friend.opens("q/2/").text
    assert SurveyResponse.objects.count() == 2


def test_who_sends_second_reads_that_it_was_not_added_in_any_language():
    owner, friend = passed_on(anonymous=False)
    for person in (owner, friend):
        person.starts().answers_all(surveys.ANSWERS)
    owner.sends()

    friend.sends()

    assert friend.where == f"{friend.address}?late=1"
    assert NOT_ADDED in friend.text
    assert 'href="?late=1&amp;lang=ar"' in friend.text
    assert SurveyResponse.objects.submitted().count() == 1


def test_who_opens_it_afterwards_is_not_told_that_they_answered():
    owner, friend = passed_on(anonymous=False)
    owner.starts().answers_all(surveys.ANSWERS).sends()

    friend.opens()

    assert "<h1>Answers came in with this link</h1>" in friend.text
    assert "nobody can read here what they said" in friend.text
    assert NOT_ADDED not in friend.text
