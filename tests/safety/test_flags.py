import pytest
from django.utils import timezone

from cxstudio.refusal import Refusal
from feedback.answering import codes
from feedback.answering.models import SurveyResponse
from feedback.results.taking_back import take_back
from feedback.safety import actions as safety
from feedback.safety.models import SafetyFlag
from studies.agencies.models import Agency
from studies.planning.models import Study
from studies.wording.translations import SourceText, place, translate
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
BOX = 'id="help-box-title"'
SAID = "I want to die"


def begun(**fields) -> Person:
    survey = surveys.letter(**fields)
    person = Person(f"/s/{survey.activity.slug}/").starts()
    return person.sends(surveys.ANSWERS["got_letter"])


def finished(**fields) -> Person:
    person = begun(**fields)
    answers = surveys.ANSWERS | {"asked": {"asked": SAID}}
    return person.answers_all(dict(list(answers.items())[1:])).sends()


def test_the_following_page_shows_the_numbers_and_promises_nothing():
    person = begun()
    assert BOX not in person.text

    person.sends({"asked": SAID})

    assert person.where.endswith("/q/3/")
    assert BOX in person.text
    assert 'href="tel:988"' in person.text
    assert "We may not read your answers soon." in person.text
    assert BOX not in person.sends({"date": "never"}).text


def test_the_check_page_and_the_receipt_show_them_again():
    person = finished()

    assert person.where.endswith("/receipt/")
    assert BOX in person.text
    assert "We may not read your answers soon." in person.text


def test_the_check_page_shows_them_before_sending():
    person = begun().sends({"asked": SAID}).opens("check/")

    assert BOX in person.text


def test_finishing_later_shows_them_beside_the_code():
    person = begun().sends({"asked": SAID}, go="later")

    assert person.where.endswith("/later/")
    assert BOX in person.text
    assert "receipt-code" in person.text


def test_finishing_later_after_ordinary_words_shows_none():
    person = begun().sends({"asked": "Send a form"}, go="later")

    assert "receipt-code" in person.text
    assert BOX not in person.text


def test_the_question_itself_shows_them_to_whoever_goes_back():
    person = begun().sends({"asked": SAID}).opens("q/2/")

    assert BOX in person.text
    assert BOX not in person.opens("q/1/").text


def test_a_question_drawn_again_for_a_left_out_number_shows_them():
    person = begun().sends({"asked": f"{SAID}, call 212 555 0142"})

    assert person.where.endswith("/q/2/?again=1")
    assert "We left out what looks like" in person.text
    assert BOX in person.text


def test_words_that_were_too_long_to_keep_show_them():
    person = begun().sends({"asked": SAID + "." * 600})

    assert "too long" in person.text
    assert "asked" not in SurveyResponse.objects.get().answers
    assert BOX in person.text


def test_an_ordinary_fault_shows_none():
    person = begun().sends({"asked": "x" * 600})

    assert "too long" in person.text
    assert BOX not in person.text


def test_ordinary_answers_show_no_box():
    person = begun().answers_all(dict(list(surveys.ANSWERS.items())[1:]))
    assert BOX not in person.text

    assert BOX not in person.sends().text


def test_the_numbers_are_those_of_the_agency_in_the_persons_language():
    survey = surveys.letter()
    agency = Agency.objects.get()
    Agency.objects.update(urgent_help="Call 555-0199 day and night.")
    source = SourceText(place(agency, "urgent_help"), "Call 555-0199 day and night.")
    translate(source, "ar", "اتصلوا بالرقم", agency=agency, by=None, state="reviewed")
    person = Person(f"/s/{survey.activity.slug}/").starts()
    person.sends(surveys.ANSWERS["got_letter"]).sends({"asked": SAID})
    assert 'Call <span class="whole">555-0199</span> day and night.' in person.text
    assert 'href="tel:988"' not in person.text

    person.sends(language="ar")

    assert "اتصلوا بالرقم" in person.opens("q/3/").text


def test_sending_raises_a_flag_without_a_copy_or_a_time():
    finished()

    response, flag = SurveyResponse.objects.get(), SafetyFlag.objects.get()
    assert (flag.response, flag.question_key, flag.state, flag.raised_on) == (
        response.pk,
        "asked",
        "open",
        timezone.localdate(),
    )
    assert SAID not in str(vars(flag))
    names = {field.name for field in SafetyFlag._meta.get_fields()}
    assert not {name for name in names if name.endswith("_at")}


def test_what_is_not_sent_raises_nothing():
    begun().sends({"asked": SAID})

    assert not SafetyFlag.objects.exists()


def test_practice_raises_nothing():
    finished(study=make.study(state=Study.State.PRACTICE))

    assert not SafetyFlag.objects.exists()


def test_taking_back_closes_the_flag():
    finished()
    response = SurveyResponse.objects.get()

    take_back(codes.receipt_code(response.pk))

    flag = SafetyFlag.objects.get()
    assert (flag.state, flag.closed_on) == ("taken_back", timezone.localdate())


def test_sending_worrying_words_costs_one_statement_more(django_assert_max_num_queries):
    person = begun().sends({"asked": SAID}).opens("check/")

    with django_assert_max_num_queries(7):  # two are the test's own savepoint
        person.client.post(f"{person.address}check/", {"attempt": person.token})

    assert SafetyFlag.objects.count() == 1


def test_a_page_after_worrying_words_costs_as_few_queries(
    django_assert_max_num_queries,
):
    person = begun().sends({"asked": SAID})

    with django_assert_max_num_queries(2):
        assert BOX in person.client.get(f"{person.address}q/3/").content.decode()


def test_raising_twice_is_once():
    survey, response = make.published_survey(), make.response()
    for _ in range(2):
        safety.raise_flags(
            survey.pk,
            response.pk,
            ["q1"],
            day=timezone.localdate(),
            is_anonymous=True,
        )

    assert SafetyFlag.objects.count() == 1


def test_closing_keeps_who_and_what_was_done_once():
    flag, first, second = make.safety_flag(), make.user(), make.user()

    closed = [
        safety.close(flag.response, note="Called the partner.", by=first),
        safety.close(flag.response, note="Me too.", by=second),
    ]

    flag.refresh_from_db()
    assert closed == [True, False]
    assert (flag.state, flag.note, flag.closed_by, flag.closed_on) == (
        "closed",
        "Called the partner.",
        first,
        timezone.localdate(),
    )


def test_closing_without_saying_what_was_done_is_refused():
    flag = make.safety_flag()

    with pytest.raises(Refusal, match="Write what was done") as refused:
        safety.close(flag.response, note="  ", by=make.user())

    assert refused.value.code == "no_note"
    assert SafetyFlag.objects.open().count() == 1
