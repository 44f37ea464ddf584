"""A conversation by phone: the respondents' engine behind an interviewer's pages."""

import re

import pytest
from django.urls import reverse

from feedback.answering import codes
from feedback.answering.models import Receipt, ResumeCode, SurveyResponse, UnsentTally
from feedback.phoning import actions as phoning
from feedback.phoning.spelling import spelled
from feedback.results import folding, taking_back
from feedback.results.models import Tally
from feedback.results.participation import Group, participation
from feedback.safety.models import SafetyFlag
from feedback.surveys.translation import languages
from studies.people import consenting
from studies.people.models import ConsentText, WaitingRequest
from studies.planning.models import Activity
from studies.wording.spelled_codes import ALPHABET
from tests import make
from tests.answering import surveys
from tests.answering.person import Person, fields
from tests.keying.sheets import published
from tests.phoning.caller import Caller

pytestmark = pytest.mark.django_db

# What the person says, one question of the survey with every kind after the other.
SAID = [
    {"q1": "c1"},
    {"q2": ["c1", "c2"], "q2-text": "No stamps"},
    {"q3": "c2"},
    {"q4": "c2"},
    {"q5-r1": "c1", "q5-r2": "c2"},
    {"q6": "A form"},
    {"q7": "Say the date first"},
    {"q8-none": "_declined"},
    {"q9-month": "3", "q9-day": "28", "q9-year": "1985"},
    {"q10": "85004"},
    {"q11": "202 555 0123"},
    {"q12": "c1"},
    {},
]


def letter() -> Caller:
    return Caller(surveys.letter(state="published"))


def the_response() -> SurveyResponse:
    return SurveyResponse.objects.get()


def test_an_interview_with_every_kind_is_stored_as_a_screen_would():
    caller = Caller(published()).begins().hears(*SAID)

    assert caller.where.endswith("/check/")
    caller.presses("send")

    row = the_response()
    assert caller.where.endswith("/receipt/")
    assert (row.mode, row.state, row.language) == ("phone", "submitted", "en")
    assert row.answers == {
        "q1": {"code": "c1"},
        "q2": {"codes": ["c1", "c2"], "text": "No stamps"},
        "q3": {"code": "c2"},
        "q4": {"code": "c2"},
        "q5": {"rows": {"r1": "c1", "r2": "c2"}},
        "q6": {"text": "A form"},
        "q7": {"text": "Say the date first"},
        "q8": {"code": "_declined"},
        "q9": {"value": "1985-03-28"},
        "q10": {"value": "85004"},
        "q11": {"value": "+12025550123"},
        "q12": {"code": "c1"},
        "q14": {},
    }


def test_the_beginning_says_who_asks_why_how_long_and_what_is_kept():
    caller = letter().opens()

    name = caller.survey.agency.name
    for words in (
        f"Hello. I am calling from {name}.",
        surveys.PURPOSE,
        "These 8 questions take about",
        "You choose.",
        "We keep your answers",
        "At the end you get a code.",
    ):
        assert words in caller.text


def test_the_script_speaks_the_persons_language_and_ours_stays():
    caller = letter().begins("ar")

    assert surveys.ARABIC["got_letter"] in caller.text
    assert '<span lang="ar" dir="rtl">' in caller.text
    assert "Read aloud" in caller.text
    assert the_response().language == "ar"


def test_a_no_stores_nothing():
    caller = letter().opens().presses("no")

    assert "Nothing was stored." in caller.text
    assert SurveyResponse.objects.count() == 0


def test_consent_is_read_aloud_and_kept_as_it_was_said():
    survey = published()
    version = make.consent(study=survey.activity.round.study)
    caller = Caller(survey).opens()

    assert "We read your answers." in caller.text
    caller.presses("yes", agree="quote")

    row = the_response()
    assert (row.consent_version, row.consents) == (version, {"quote": True})


def test_words_of_consent_that_change_meanwhile_are_read_again():
    survey = published()
    version = make.consent(study=survey.activity.round.study)
    caller = Caller(survey).begins(agree="quote").hears(*SAID)
    text = ConsentText.objects.filter(pk=version.text_id)
    text.update(take_part="We read and keep your answers.")
    newer = consenting.publish(version.text_id, by=None, reason="We keep them.")

    caller.presses("send")

    assert "We read and keep your answers." in caller.text
    assert the_response().state == "started"

    caller.presses("send", agree="quote")

    row = the_response()
    assert (row.state, row.consent_version) == ("submitted", newer)


def test_rules_decide_what_is_asked_next():
    caller = letter().begins().hears({"got_letter": "no"})

    assert caller.where.endswith("/check/")
    caller.presses("send")
    assert the_response().answers == {"got_letter": {"code": "no"}}


def test_back_leads_to_the_question_before_and_keeps_what_was_said():
    caller = letter().begins().hears({"got_letter": "yes"})

    caller.presses("back", {"asked": "Send a form"})

    assert caller.where.endswith("/q/1/")
    assert 'value="yes" checked' in caller.text
    assert the_response().answers["asked"] == {"text": "Send a form"}


def test_an_answer_can_be_taken_out_again():
    caller = letter().begins().hears({"got_letter": "yes"}, {"asked": "A form"})

    caller.opens("q/2/").hears({"asked": ""})

    assert the_response().answers["asked"] == {}


def test_what_does_not_fit_is_asked_again_and_nothing_typed_is_lost():
    survey = published()
    caller = Caller(survey).begins().opens("q/8/").hears({"q8": "many"})

    assert caller.where.endswith("/q/8/")
    assert "Write your answer as a number in digits, such as 12." in caller.text
    assert 'value="many"' in caller.text


def test_a_number_that_is_left_out_is_said_at_its_own_question():
    caller = letter().begins().hears({"got_letter": "yes"})

    caller.hears({"asked": "My number is 000-12-3456"})
    note = "We left out what looks like a Social Security number."
    assert caller.where.endswith("/q/2/")
    assert f'role="alert" id="fault">{note}' in caller.text
    assert "[Social Security number left out]" in caller.text
    assert "000-12-3456" not in caller.text

    kept = {"asked": "My number is [Social Security number left out]"}
    assert caller.hears(kept).where.endswith("/q/3/")
    assert note not in caller.text


def test_what_must_be_answered_stands_on_the_last_page():
    survey = published()
    survey.questions.filter(key="q1").update(required=True)
    surveys.publish(survey)
    caller = Caller(survey).begins().opens("q/13/").hears({})

    caller.presses("send")

    assert the_response().state == "started"
    assert "Choose one answer to go on." in caller.text
    assert f"{caller.address}q/1/?from=check" in caller.text

    caller.opens("q/1/", **{"from": "check"})
    caller.where += "?from=check"
    caller.hears({"q1": "c1"})

    assert caller.where.endswith("/q/2/")


def test_what_is_not_read_aloud_stands_apart():
    survey = published()
    survey.questions.filter(key="q1").update(settings={"may_decline": True})
    surveys.publish(survey)

    page = Caller(survey).begins().page.context["page"]

    assert [option.value for option in page.options] == ["c1", "c2"]
    assert [option.value for option in page.unread] == ["_declined"]
    assert [option.key for option in page.options] == ["1", "2"]


def test_choices_drawn_by_lot_are_read_in_the_order_that_is_kept():
    survey = published()
    survey.questions.filter(key="q1").update(settings={"shuffle": True})
    surveys.publish(survey)
    caller = Caller(survey).begins()
    read = [option.value for option in caller.page.context["page"].options]

    caller.hears(*SAID).presses("send")

    assert the_response().choice_orders == {"q1": read}


def test_a_scale_says_how_to_read_it():
    page = Caller(published()).begins().opens("q/4/").text

    assert "It has 2 steps, from “Bad” to “Good”." in page


def test_the_code_is_read_out_letter_by_letter():
    caller = Caller(published()).begins().hears(*SAID).presses("send")
    code = codes.receipt_code(the_response().pk)

    assert code in caller.text
    assert taking_back.take_back(code)


@pytest.mark.parametrize("language", ["en", "es", "ar"])
def test_each_letter_of_a_code_has_a_word_that_begins_with_it(language):
    said = spelled(ALPHABET, language)

    assert "".join(sign for sign, _word in said) == ALPHABET
    assert [word[:1] for _sign, word in said] == [
        sign if sign.isalpha() else "" for sign in ALPHABET
    ]


def test_words_of_somebody_who_may_need_help_bring_the_numbers_to_read():
    caller = Caller(published()).begins().opens("q/6/")

    caller.hears({"q6": "I want to kill myself"})

    assert "Read these numbers aloud" in caller.text
    assert "If you need help now" in caller.text
    assert "Read these numbers aloud" in caller.opens("check/").text
    caller.presses("send")
    assert SafetyFlag.objects.get().question_key == "q6"


def test_the_numbers_to_read_stand_on_the_page_that_left_a_number_out():
    caller = Caller(published()).begins().opens("q/6/")

    caller.hears({"q6": "call 555-867-5309 I want to kill myself"})

    assert caller.where.endswith("/q/6/")
    assert "We left out what looks like a phone number." in caller.text
    assert "Read these numbers aloud" in caller.text


def test_the_numbers_to_read_stand_beside_words_that_do_not_fit():
    survey = published()
    survey.questions.filter(key="q6").update(settings={"longest": 10})
    surveys.publish(survey)
    caller = Caller(survey).begins().opens("q/6/")

    caller.hears({"q6": "I want to kill myself"})

    assert 'role="alert" id="fault"' in caller.text
    assert "Read these numbers aloud" in caller.text


def test_news_are_promised_apart_from_the_answers():
    caller = Caller(published()).begins().hears(*SAID).presses("send")

    caller.presses("tell", wants=["tells", "asks"], email="ana@example.org")

    assert "Saved, apart from the answers." in caller.text
    waiting = WaitingRequest.objects.get()
    assert (waiting.tells, waiting.asks) == (True, True)


def test_sending_twice_gives_one_response():
    caller = Caller(published()).begins().hears(*SAID)
    check = caller.page
    caller.presses("send")
    caller.page, caller.where = check, f"{caller.address}check/"

    caller.presses("send")

    assert caller.where.endswith("/receipt/")
    assert (SurveyResponse.objects.count(), Receipt.objects.count()) == (1, 1)


def test_beginning_twice_gives_one_response():
    caller = letter().opens()
    first, where = caller.page, caller.where

    for _ in range(2):
        caller.page, caller.where = first, where
        caller.presses("yes")

    assert SurveyResponse.objects.count() == 1


def test_an_interview_that_stops_is_kept_or_thrown_away_by_choice():
    kept = letter().begins().hears({"got_letter": "yes"}).stops("keep")
    thrown = Caller(kept.survey).begins().stops("throw").stops("sure")

    assert "<h2>What was said is kept</h2>" in kept.text
    assert "Nothing of it is kept." in thrown.text
    assert the_response().answers == {"got_letter": {"code": "yes"}}
    assert "You have an interview that is not finished." not in kept.opens().text


def test_one_press_throws_nothing_away_and_leads_back_to_the_call():
    caller = letter().begins().hears({"got_letter": "yes"}, {"asked": "A form"})

    caller.stops("throw")

    assert the_response().state == "started"
    assert "Throw this interview away?" in caller.text
    assert f'href="{caller.address}q/3/">Go on with it<' in caller.text
    assert caller.stops("sure").where == caller.address
    assert "Nothing of it is kept." in caller.text


def test_after_the_last_question_it_leads_back_to_what_was_said():
    caller = letter().begins().hears({"got_letter": "no"}).stops("throw")

    assert f'href="{caller.address}check/">Go on with it<' in caller.text


def test_whoever_has_to_stop_hears_a_code_and_finishes_alone():
    caller = letter().begins("ar").hears({"got_letter": "yes"}).stops("keep")
    code = codes.resume_code(the_response().pk)
    assert code in caller.text
    assert re.findall(r"<li><strong>(.)</strong>", caller.text) == [
        sign for sign, _word in spelled(code, "ar")
    ]

    person = Person("/go/").opens().sends(code=code)
    person.address = f"/s/{caller.survey.activity.slug}/"
    assert person.where == f"{person.address}q/2/"
    assert "If you do not send them" in person.opens("?lang=en").text
    person.opens("check/").sends()

    row = the_response()
    assert (row.mode, row.state, row.language) == ("phone", "submitted", "ar")
    assert codes.receipt_code(row.pk) in person.text
    assert codes.receipt_code(row.pk) not in caller.opens("receipt/").text


def test_stopping_twice_shows_the_same_code():
    caller = letter().begins().hears({"got_letter": "yes"})
    body = fields(caller.page).hidden | {"keep": "1"}
    stop = reverse("survey-phone-stop", args=[caller.survey.pk])

    pages = [caller.client.post(stop, body, follow=True) for _ in range(2)]

    code = codes.resume_code(the_response().pk)
    assert [code in page.content.decode() for page in pages] == [True, True]
    assert ResumeCode.objects.count() == 1


def test_an_interview_that_nobody_stopped_shows_no_code():
    caller = letter().begins().hears({"got_letter": "yes"})

    caller.opens("receipt/")

    assert codes.resume_code(the_response().pk) not in caller.text
    assert ResumeCode.objects.count() == 0


def test_an_interview_that_was_thrown_away_stays_in_the_numbers():
    caller = letter().begins().stops("throw").stops("sure")

    people = participation(caller.survey)

    assert SurveyResponse.objects.count() == 0
    by_way = people.groups("mode", is_synthetic=False)
    assert by_way == [Group("phone", started=1, finished=0)]


def test_practice_that_was_thrown_away_is_in_no_number():
    response = make.response(mode="phone", state="started", is_practice=True)

    assert phoning.throw_away(response.pk) is True
    assert UnsentTally.objects.count() == 0


def test_an_interview_that_was_left_can_go_on():
    caller = letter().begins().hears({"got_letter": "yes"})

    caller.opens()

    assert "You have an interview that is not finished." in caller.text
    assert caller.opens("q/2/").where.endswith("/q/2/")


def test_what_was_sent_is_never_thrown_away():
    response = make.response(mode="phone")

    assert phoning.throw_away(response.pk) is False
    assert SurveyResponse.objects.submitted().exists()


def test_nobody_is_called_while_the_survey_is_closed_but_one_may_finish():
    caller = letter().begins()
    Activity.objects.filter(pk=caller.survey.activity_id).update(state="closed")

    assert "Nobody can be asked now" in Caller(caller.survey).opens().text
    caller.hears({"got_letter": "no"}).presses("send")
    assert the_response().state == "submitted"


def test_an_interview_in_practice_never_counts():
    survey = published()
    Activity.objects.filter(pk=survey.activity_id).update(is_practicing=True)

    caller = Caller(survey).begins()
    assert "This is practice." in caller.text
    caller.hears(*SAID).presses("send")
    folding.fold(survey.pk)

    assert the_response().is_practice
    assert not Tally.objects.exists()


def test_a_token_of_another_survey_opens_nothing():
    caller, other = letter().begins(), letter()
    token = fields(caller.page).hidden["attempt"]
    body = {"attempt": token, "got_letter": "yes", "next": "1"}

    response = other.client.post(f"{other.address}q/1/", body)

    assert (response.status_code, response["Location"]) == (302, other.address)
    assert the_response().answers == {}


@pytest.mark.parametrize("role", ["viewer", "translator"])
def test_whoever_may_not_add_answers_calls_nobody(role):
    caller = Caller(published(), role=role)

    for end in ("", "q/1/", "check/", "receipt/"):
        assert caller.client.get(caller.address + end).status_code == 403
    stop = reverse("survey-phone-stop", args=[caller.survey.pk])
    assert caller.client.post(stop).status_code == 403


def test_a_question_costs_few_queries(django_assert_num_queries):
    caller = Caller(published()).begins()

    with django_assert_num_queries(5):  # who asks, and what is stored
        caller.opens("q/1/")
    with django_assert_num_queries(11):  # the next page, too
        caller.hears({"q1": "c1"})


def test_the_interviewer_can_change_the_language_of_the_studio():
    page = Caller(published()).opens().text

    assert 'lang="es" hreflang="es"' in page
    assert "?language=en" in page  # and the language of the person, apart from it


def test_the_beginning_says_of_each_sentence_which_language_it_is_in():
    survey = surveys.letter()
    survey = languages.add_language(survey.pk, "ur", by=make.user())
    make.translated(survey, "ur")
    surveys.publish(survey)

    page = Caller(survey).opens(language="ur").text

    assert '<p lang="en" dir="ltr">Hello. I am calling from' in page
    assert page.count('<p lang="ur" dir="rtl">') == 1  # what the survey is for
