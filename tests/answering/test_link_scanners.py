"""Programs open every link of a mail. None of them counts, starts, or sends anything."""

import pytest

from feedback.answering.models import Receipt, SurveyResponse
from studies.partners import actions as partners
from studies.partners import links, openings
from studies.partners.models import InviteLink
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
PATHS = ["", "q/1/", "q/2/", "q/99/", "check/", "receipt/", "updates/", "helping/"]
LOOKING_AHEAD = [
    {"Sec-Purpose": "prefetch"},
    {"Purpose": "prefetch"},
    {"X-Purpose": "preview"},
    {"X-Moz": "prefetch"},
]


@pytest.fixture
def survey():
    return surveys.letter()


@pytest.fixture
def link(survey):
    made = partners.make_link(survey.activity_id, by=None)
    openings.store()
    return made


def invite(link) -> str:
    return "/i/" + links.url(link).split("/i/")[1]


def counts() -> list[tuple[int, int, int]]:
    openings.store()
    return list(InviteLink.objects.values_list("openings", "starts", "finishes"))


def test_no_page_of_a_survey_starts_by_being_opened(client, survey, link):
    for address in (f"/s/{survey.activity.slug}/", invite(link)):
        for path in PATHS:
            for ask in (client.get, client.head):
                assert ask(address + path, follow=True).status_code < 500

    assert not SurveyResponse.objects.exists()
    assert [(starts, ends) for _opened, starts, ends in counts()] == [(0, 0)]


def test_looking_ahead_is_no_opening(client, link):
    for headers in LOOKING_AHEAD:
        client.get(invite(link), headers=headers)

    assert counts() == [(0, 0, 0)]


def test_asking_for_the_head_is_no_opening(client, link):
    client.head(invite(link))

    assert counts() == [(0, 0, 0)]


def test_a_person_who_opens_it_is_one(client, link):
    client.get(invite(link))

    assert counts() == [(1, 0, 0)]


def test_opening_any_page_on_the_way_changes_nothing_that_is_stored(survey):
    person = Person(f"/s/{survey.activity.slug}/").starts()
    person.answers_all(surveys.ANSWERS)
    before = SurveyResponse.objects.values().get()

    for path in [*PATHS, "check/?go=send", "q/1/?got_letter=no", "?fresh=1"]:
        person.client.get(person.address + path)
        person.client.head(person.address + path)

    assert SurveyResponse.objects.values().get() == before
    assert not Receipt.objects.exists()


def test_the_page_for_codes_looks_nothing_up_by_being_opened(
    client, link, django_assert_num_queries
):
    with django_assert_num_queries(0):
        pages = [ask("/go/?code=ABCDEFGH") for ask in (client.get, client.head)]

    assert [page.status_code for page in pages] == [200, 200]
    assert counts() == [(0, 0, 0)]
