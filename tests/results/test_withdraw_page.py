from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.answering.models import SurveyResponse
from tests import make
from tests.answering.person import Browser
from tests.results.finished import finished

pytestmark = pytest.mark.django_db
ADDRESS = "/withdraw/"


@pytest.fixture
def client() -> Browser:
    return Browser()


def test_a_code_leads_to_a_page_that_says_what_goes_and_erases_nothing(client):
    _, code = finished(make.published_survey(title="Your letter"))

    page = client.post(ADDRESS, {"code": code}).content.decode()

    assert "Your letter" in page
    assert "You cannot undo this." in page
    assert SurveyResponse.objects.submitted().count() == 1


def test_the_page_says_how_long_a_code_is(client):
    assert "It has 12 letters and numbers." in client.get(ADDRESS).content.decode()


def test_saying_yes_erases_the_answers_at_once(client):
    survey = make.published_survey()
    _, code = finished(survey, answers={"q2": {"text": "Secret"}})

    answer = client.post(ADDRESS, {"code": code, "erase": "1"}, follow=True)

    done = reverse("withdraw-done", args=[survey.agency.slug])
    assert answer.redirect_chain == [(f"{done}?lang=en", 302)]
    assert "Your answers are gone" in answer.content.decode()
    assert SurveyResponse.objects.get().answers == {}


def test_that_answers_are_gone_is_said_by_the_agency_with_its_phone(client):
    agency = make.agency(name="Household Support", contact_phone="555-0142")

    done = reverse("withdraw-done", args=[agency.slug])
    page = client.get(f"{done}?lang=ar").content.decode()

    assert "Household Support</title>" in page
    assert 'href="tel:555-0142"' in page
    assert 'href="?lang=es"' in page
    assert client.get(reverse("withdraw-done")).status_code == 200
    assert client.get(reverse("withdraw-done", args=["no-agency"])).status_code == 404


def test_a_second_click_finds_them_gone_and_is_no_fault(client):
    _, code = finished(make.published_survey())
    client.post(ADDRESS, {"code": code, "erase": "1"})

    page = client.post(ADDRESS, {"code": code, "erase": "1"})

    assert page.status_code == 200
    assert "If you took them back before, they are gone." in page.content.decode()


@pytest.mark.parametrize(
    "days, said", [(5, True), (-5, False)], ids=["before telling", "after telling"]
)
def test_the_day_of_telling_shows_only_while_it_is_to_come(client, days, said):
    today = timezone.localdate()
    round_ = make.round_(
        starts_on=today - timedelta(days=40),
        ends_on=today - timedelta(days=20),
        tell_by=today + timedelta(days=days),
    )
    _, code = finished(make.published_survey(activity=make.activity(round=round_)))

    page = client.post(ADDRESS, {"code": code}).content.decode()

    assert ("We plan to show totals by" in page) == said


@pytest.mark.parametrize("code", ["", "ABC", "3333-3333-3333", "x" * 200])
def test_a_wrong_code_gets_one_kind_sentence_and_is_kept_to_correct(client, code):
    page = client.post(ADDRESS, {"code": code})

    assert page.status_code == 200
    text = page.content.decode()
    assert (text.count('aria-invalid="true"'), text.count("usa-error-message")) == (
        1,
        1,
    )


def test_ten_wrong_codes_make_one_person_wait_and_nobody_else(client):
    _, code = finished(make.published_survey())
    for _ in range(10):
        client.post(ADDRESS, {"code": "3333-3333-3333"})

    waiting = client.post(ADDRESS, {"code": code})
    beside = Browser().post(ADDRESS, {"code": code})

    assert [waiting.status_code, beside.status_code] == [429, 200]
    assert "Nothing was erased" in waiting.content.decode()
    assert SurveyResponse.objects.submitted().count() == 1


def test_the_page_works_without_a_token_or_cookie():
    _, code = finished(make.published_survey())

    page = Browser(enforce_csrf_checks=True).post(ADDRESS, {"code": code})

    assert page.status_code == 200


@pytest.mark.parametrize(
    "lang, direction", [("en", "ltr"), ("es", "ltr"), ("ar", "rtl"), ("zh-hans", "ltr")]
)
def test_the_page_speaks_four_languages(client, lang, direction):
    page = client.get(ADDRESS, {"lang": lang}).content.decode()

    assert f'lang="{lang}" dir="{direction}"' in page
    assert "<script" not in page


def test_the_code_never_stands_in_an_address(client):
    _, code = finished(make.published_survey())

    page = client.post(ADDRESS, {"code": code}).content.decode()

    assert f"?code={code}" not in page
    assert page.count(code) == 1  # the hidden field


def test_a_language_is_changed_with_the_code_as_it_was_typed(client):
    page = client.post(
        f"{ADDRESS}?lang=es", {"code": "333 4", "language": "es"}
    ).content.decode()

    assert '<html lang="es"' in page
    assert 'value="333 4"' in page
    assert "error-summary" not in page
    assert 'action="/withdraw/?lang=es"' in page


def test_changing_the_language_counts_as_no_wrong_code(client):
    _, code = finished(make.published_survey())
    for _ in range(11):
        client.post(ADDRESS, {"code": "3333-3333-3333", "language": "es"})

    assert client.post(ADDRESS, {"code": code}).status_code == 200


def test_the_question_before_erasing_is_asked_again_in_the_other_language(client):
    _, code = finished(make.published_survey())

    page = client.post(
        f"{ADDRESS}?lang=ar", {"code": code, "asked": "1", "language": "ar"}
    ).content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert f'value="{code}"' in page
    assert 'name="erase"' in page
    assert SurveyResponse.objects.submitted().count() == 1


def test_no_code_is_guessed_by_changing_the_language(client):
    for _ in range(10):
        client.post(ADDRESS, {"code": "3333-3333-3333", "asked": "1", "language": "es"})

    page = client.post(f"{ADDRESS}?lang=es", {"language": "es"})

    assert page.status_code == 429
    assert '<button name="language" value="ar"' in page.content.decode()


def test_that_answers_are_gone_is_said_in_the_language_of_the_question(client):
    survey = make.published_survey()
    _, code = finished(survey)

    answer = client.post(f"{ADDRESS}?lang=ar", {"code": code, "erase": "1"})

    done = reverse("withdraw-done", args=[survey.agency.slug])
    assert answer.url == f"{done}?lang=ar"


def test_a_legal_hold_is_said_before_and_after(client):
    survey = make.published_survey(activity=make.open_activity())
    _, code = finished(survey)
    make.legal_hold(agency=survey.agency)

    asks = client.post(ADDRESS, {"code": code}).content.decode()
    answer = client.post(ADDRESS, {"code": code, "erase": "1"})
    said = client.get(answer.url).content.decode()

    assert "We must keep them for now" in asks
    assert answer.url.startswith(reverse("withdraw-kept", args=[survey.agency.slug]))
    assert "they are erased by themselves" in said
    assert SurveyResponse.objects.submitted().count() == 1
