"""Somebody helps a person to answer, or answers for one who can't."""

import pytest
from django.db import IntegrityError, transaction

from feedback.answering import codes, ways
from feedback.answering.models import SurveyResponse
from feedback.results import taking_back
from studies.partners import actions as partners
from studies.partners import links
from studies.planning.models import Study
from tests import make
from tests.answering import surveys
from tests.answering.person import Person, fields

pytestmark = pytest.mark.django_db
HELPED = {"way": "helped", "help": ["read_out", "language"]}
PROXY = {"way": "proxy", "reason": "ill"}
HELPING_BANNER = "You are helping someone."
PROXY_BANNER = "You are answering for someone."


@pytest.fixture
def survey():
    return surveys.letter()


def person_of(survey, **headers) -> Person:
    return Person(f"/s/{survey.activity.slug}/", **headers)


def says(person: Person, way: dict) -> Person:
    """Fills in the short form that asks who helps."""
    person.opens("helping/")
    person.page = person.client.post(person.where, way, follow=True)
    return person._arrived(person.where)


def kept() -> tuple:
    row = SurveyResponse.objects.get()
    return row.state, row.mode, row.help, row.proxy_reason


def test_the_first_page_leads_to_the_short_form(survey):
    person = person_of(survey).opens("?lang=ar")

    assert 'href="helping/?lang=ar"' in person.text
    assert '<html lang="ar" dir="rtl">' in person.opens("helping/?lang=ar").text


def test_a_helper_answers_and_the_kinds_of_help_are_kept(survey):
    person = says(person_of(survey), HELPED)
    assert person.where == f"{person.address}?lang=en"
    assert HELPING_BANNER in person.text
    assert "your language, and that somebody helped, and how." in person.text

    person.sends()
    assert HELPING_BANNER in person.text
    person.answers_all(surveys.ANSWERS)
    assert HELPING_BANNER in person.text
    person.sends()

    assert "Give this code to the person you helped." in person.text
    assert kept() == ("submitted", "helped", ["read_out", "language"], "")


def test_somebody_answers_for_a_person_who_cannot_and_says_why(survey):
    person = says(person_of(survey), PROXY)
    assert "that somebody answered for you, and why." in person.text

    person.sends().answers_all(surveys.ANSWERS)
    assert PROXY_BANNER in person.text
    person.sends()

    assert kept() == ("submitted", "proxy", [], "ill")


def test_an_invite_link_of_a_partner_asks_the_same(survey):
    partner = make.partner(agency=survey.agency)
    link = partners.make_link(survey.activity_id, partner=partner, by=None)
    person = says(Person("/i/" + links.url(link).split("/i/")[1]), HELPED).sends()

    row = SurveyResponse.objects.get()
    assert HELPING_BANNER in person.text
    assert (row.mode, row.partner) == ("helped", partner)


@pytest.mark.parametrize(
    "way, message",
    [
        ({"way": "helped"}, "Choose at least one way in which you help."),
        ({"way": "proxy"}, "Choose the reason that fits best."),
    ],
)
def test_a_form_without_a_choice_is_shown_again_with_what_is_missing(
    survey, way, message
):
    person = says(person_of(survey), way)

    assert person.text.count(message) == 2
    assert dict(person.client.cookies) == {}


@pytest.mark.parametrize(
    "way",
    [
        {"way": "helped", "help": ["magic"]},
        {"way": "helped", "help": ["consent"]},
        {"way": "proxy", "reason": "lazy"},
        {"way": "kiosk"},
        {"way": ""},
    ],
)
def test_what_the_form_does_not_offer_is_not_taken(survey, way):
    person = says(person_of(survey), way)

    assert person.page.status_code == 200
    assert dict(person.client.cookies) == {}


def test_a_changed_cookie_counts_as_nobody_helping(survey):
    person = person_of(survey)
    person.client.cookies[ways.COOKIE] = "helped:wrote"

    person.starts()

    assert kept() == ("started", "self", [], "")


def test_they_can_take_it_back_before_they_begin(survey):
    person = says(person_of(survey), HELPED)

    says(person, {"way": "self"})

    assert HELPING_BANNER not in person.text
    person.sends()
    assert kept() == ("started", "self", [], "")


def test_help_that_comes_in_the_middle_keeps_the_answers(survey):
    person = person_of(survey).starts()
    person.sends(surveys.ANSWERS["got_letter"])
    form = person.opens("helping/").text
    assert "We keep that you helped, and how." in form
    assert "We keep that you answered for them, and why." in form

    says(person, HELPED)

    assert person.where == f"{person.address}q/2/"
    assert kept() == ("started", "helped", ["read_out", "language"], "")
    assert SurveyResponse.objects.get().answers == {"got_letter": {"code": "yes"}}


def test_the_banner_leads_back_to_the_form_and_saves_the_page(survey):
    person = says(person_of(survey), PROXY).sends()
    person.sends(surveys.ANSWERS["got_letter"])

    person.sends({"asked": "Send a form"}, go="helping/")

    assert person.where == f"{person.address}helping/"
    assert fields(person.page).checked == {("reason", "ill")}
    assert SurveyResponse.objects.get().answers["asked"] == {"text": "Send a form"}
    says(person, {"way": "self"})
    assert kept() == ("started", "self", [], "")
    assert person.where == f"{person.address}q/3/"


@pytest.mark.parametrize("where", ["", "check/"])
def test_the_banner_leads_back_from_each_other_page(survey, where):
    person = says(person_of(survey), PROXY)
    if where:
        person.sends().answers_all(surveys.ANSWERS)

    person.sends(go="helping/")

    assert person.where.startswith(f"{person.address}helping/")
    assert "I answer for myself" in person.text


def test_starting_with_no_answers_keeps_who_helps(survey):
    person = says(person_of(survey), HELPED).sends()

    person.opens().sends(fresh="1")

    modes = SurveyResponse.objects.values_list("mode", "help")
    assert list(modes) == [("helped", ["read_out", "language"])] * 2


def test_after_sending_the_next_person_answers_alone(survey):
    person = says(person_of(survey), HELPED).sends()
    person.answers_all(surveys.ANSWERS).sends()

    person.opens()

    assert HELPING_BANNER not in person.text


def test_what_was_sent_is_not_changed_by_a_later_form(survey):
    person = person_of(survey).starts()
    person.answers_all(surveys.ANSWERS)
    before = person.client.cookies["cx_attempt"].value
    person.sends()
    person.client.cookies["cx_attempt"] = before

    says(person, HELPED)

    assert kept() == ("submitted", "self", [], "")


def test_a_survey_that_is_not_open_asks_nobody_who_helps(survey):
    survey.activity.state = "paused"
    survey.activity.save()

    person = person_of(survey).opens("helping/")

    assert person.where == person.address


def test_a_link_that_does_not_work_says_so():
    assert Person("/i/nothing/").opens("helping/").page.status_code == 404


def with_consent():
    study = make.study(state=Study.State.RUNNING)
    surveys.ask_consent(study)
    return surveys.letter(study=study)


@pytest.mark.parametrize(
    "ticked, expected",
    [({"read_out": "1"}, ["read_out", "language", "consent"]), ({}, HELPED["help"])],
)
def test_the_helper_says_if_they_read_out_what_is_agreed_to(ticked, expected):
    person = says(person_of(with_consent()), HELPED)
    assert "I read this to them, and they chose for themselves." in person.text

    person.sends(ticked)

    assert kept() == ("started", "helped", expected, "")


def test_the_helpers_word_can_be_changed_and_outlasts_another_language():
    person = says(person_of(with_consent()), HELPED).sends({"read_out": "1"})
    person.opens()
    assert ("read_out", "1") in fields(person.page).checked

    person.sends({"read_out": "1"}, language="ar")
    assert ("read_out", "1") in fields(person.page).checked
    person.sends()

    assert kept() == ("started", "helped", ["read_out", "language"], "")


def agreed() -> dict:
    return SurveyResponse.objects.get().consents


TICK_TOO = "Tick this box if they chose what is ticked above."


def test_a_helper_who_ticks_boxes_says_that_the_person_chose_before_they_start():
    person = says(person_of(with_consent()), HELPED).sends({"agree": ["quote"]})

    assert SurveyResponse.objects.count() == 0
    assert "<title>Error: " in person.text
    assert person.text.count(TICK_TOO) == 2
    assert 'href="#read_out"' in person.text
    assert fields(person.page).checked == {("agree", "quote")}
    assert "Go on with your answers" not in person.text

    person.sends({"agree": ["quote"], "read_out": "1"})

    assert kept() == ("started", "helped", [*HELPED["help"], "consent"], "")
    assert agreed() == {"quote": True}


def test_a_helper_may_empty_the_boxes_instead():
    person = says(person_of(with_consent()), HELPED).sends({"agree": ["quote"]})

    person.sends()

    assert kept() == ("started", "helped", HELPED["help"], "")
    assert agreed() == {"quote": False}


def to_check_with(said: dict) -> Person:
    person = says(person_of(with_consent()), HELPED).sends(said)
    return person.answers_all(surveys.ANSWERS)


def test_before_sending_a_helper_says_so_as_well():
    person = to_check_with({}).sends({"agree": ["quote"]})

    assert (kept()[0], agreed()) == ("started", {"quote": False})
    assert "<title>Error: " in person.text
    assert person.text.count(TICK_TOO) == 2
    assert fields(person.page).checked == {("agree", "quote")}

    person.sends({"agree": ["quote"], "read_out": "1"})

    assert kept() == ("submitted", "helped", [*HELPED["help"], "consent"], "")
    assert agreed() == {"quote": True}


def test_a_word_from_the_start_stands_before_sending_and_can_be_taken_back():
    person = to_check_with({"agree": ["quote"], "read_out": "1"})
    ticked = {("agree", "quote"), ("read_out", "1")}
    assert fields(person.page).checked == ticked

    person.sends({"agree": ["quote"]})
    assert agreed() == {"quote": True}
    person.sends()

    assert kept() == ("submitted", "helped", HELPED["help"], "")
    assert agreed() == {"quote": False}


def test_leaving_the_page_before_sending_keeps_the_word_and_no_box_without_it():
    both = {"agree": ["quote"], "read_out": "1"}
    person = to_check_with({}).sends(both, go="change:ease")
    assert agreed() == {"quote": True}
    person.opens("check/")
    assert ("read_out", "1") in fields(person.page).checked

    person.sends({"agree": ["quote"]}, go="back")

    assert agreed() == {"quote": False}


def test_nobody_else_is_asked_if_they_read_it_out():
    person = person_of(with_consent()).opens()

    assert 'name="read_out"' not in person.text


def test_taking_answers_back_erases_who_helped_and_why(survey):
    person = says(person_of(survey), PROXY).sends()
    person.answers_all(surveys.ANSWERS).sends()
    row = SurveyResponse.objects.get()

    taking_back.take_back(codes.receipt_code(row.pk))

    assert kept() == ("withdrawn", "proxy", [], "")


def test_only_a_response_that_was_helped_names_help():
    with pytest.raises(IntegrityError, match="only_a_helped_response_names_help"):
        make.response(mode="proxy", proxy_reason="ill", help=["wrote"])


@pytest.mark.parametrize(
    "values", [{"mode": "proxy"}, {"mode": "self", "proxy_reason": "ill"}]
)
def test_a_reason_stands_with_a_proxy_and_with_nobody_else(values):
    with (
        pytest.raises(IntegrityError, match="a_proxy_says_why"),
        transaction.atomic(),
    ):
        make.response(**values)


def kiosk_of(survey) -> Person:
    link = partners.make_link(survey.activity_id, is_kiosk=True, by=None)
    return Person("/i/" + links.url(link).split("/i/")[1])


def test_a_shared_screen_asks_nobody_who_helps(survey):
    person = kiosk_of(survey).opens("helping/")
    said = person.client.post(f"{person.address}helping/", HELPED)

    assert (person.where, said.url) == (person.address, person.address)
    assert "kiosk-languages" in person.text
    assert ways.COOKIE not in person.client.cookies


@pytest.mark.parametrize("where", ["", "q/2/", "check/"])
def test_a_shared_screen_stays_one_and_the_answers_stay(survey, where):
    person = kiosk_of(survey).opens().sends(language="en").sends()
    person.sends(surveys.ANSWERS["got_letter"])
    if where == "check/":
        person.answers_all({k: surveys.ANSWERS[k] for k in list(surveys.ANSWERS)[1:]})
    before = SurveyResponse.objects.get().answers

    person.page = person.client.post(
        person.address + where,
        {"attempt": person.token, "go": "helping/"},
        follow=True,
    )
    stands = person._arrived("").where
    said = person.client.post(f"{person.address}helping/", HELPED)

    assert kept() == ("started", "kiosk", [], "")
    assert SurveyResponse.objects.get().answers.items() >= before.items()
    assert said.url == stands
    # Nothing was typed at question 2, so it is asked again.
    assert stands.endswith("check/" if where == "check/" else "/q/2/")
