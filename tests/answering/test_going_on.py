"""Whoever has to stop goes on by a code, on any device, with no account."""

import re
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from feedback.answering import codes, going_on
from feedback.answering.models import Receipt, ResumeCode, SurveyResponse
from feedback.results import taking_back
from feedback.surveys.models import Survey
from studies.partners import actions as partners
from studies.partners import links, openings
from studies.planning.models import Activity, Study
from tests import make
from tests.answering import surveys
from tests.answering.person import Person

pytestmark = pytest.mark.django_db
CODE = re.compile(r'class="receipt-code" dir="ltr">([0-9A-Z-]+)<')
ELSEWHERE = "These answers were sent from another page or device."
NOT_ADDED = "What you wrote just now was not added."
NO_ANSWERS = "We find no answers for this code."


def begun(**fields) -> Person:
    survey = surveys.letter(**fields)
    person = Person(f"/s/{survey.activity.slug}/").starts()
    return person.sends({"got_letter": "yes"})


def code_of(person: Person) -> str:
    return CODE.search(person.text)[1]


def types(code: str, **more) -> Person:
    """Somebody on a device that knows nothing of the answers."""
    other = Person("/go/")
    other.opens()
    return other.sends({"code": code}, **more)


def stored() -> dict:
    return SurveyResponse.objects.get().answers


def test_finish_later_keeps_what_is_typed_and_shows_a_code():
    person = begun().sends({"asked": "Send a form"}, go="later")

    assert person.where.endswith("/later/")
    assert stored()["asked"] == {"text": "Send a form"}
    assert code_of(person) == codes.resume_code(SurveyResponse.objects.get().pk)
    assert "<h1>Your answers so far are kept</h1>" in person.text
    assert "/go</bdi>" in person.text
    assert 'href="../q/3/"' in person.text


def test_the_code_leads_another_device_to_where_the_person_stood():
    person = begun().sends({"asked": "Send a form"}, go="later")

    other = types(code_of(person).lower().replace("-", " "))

    assert other.where == f"{person.address}q/3/"
    other.address = person.address
    assert 'value="Send a form"' in other.opens("q/2/").text


def test_both_devices_go_on_and_their_answers_come_together():
    person = begun().sends({}, go="later")
    other = types(code_of(person))
    person.opens("q/3/")

    other.sends({"asked": "Send a form"})
    person.sends({"date": "never"})

    assert stored() == {
        "got_letter": {"code": "yes"},
        "asked": {"text": "Send a form"},
        "date": {"code": "never"},
    }
    other.address = person.address
    other.opens("check/").sends()
    assert other.where.endswith("/receipt/")
    assert SurveyResponse.objects.get().state == "submitted"
    assert ELSEWHERE in person.sends({"ease": "hard"}).text


def test_a_question_left_empty_is_where_the_code_leads_back_to():
    person = begun().sends({}, go="later")

    assert types(code_of(person)).where == f"{person.address}q/2/"


def test_words_too_long_to_keep_stand_in_their_field_again_before_somebody_stops():
    person = begun().opens("q/2/").sends({"asked": "x" * 600}, go="later")

    assert person.where == f"{person.address}q/2/?again=1&later=1"
    assert "Your answer is 100 characters too long. Make it shorter." in person.text
    assert f'value="{"x" * 600}"' in person.text
    assert "You can still finish later" in person.text
    assert not ResumeCode.objects.exists()

    person.sends({"asked": "x" * 500}, go="later")

    assert person.where == f"{person.address}later/"
    assert stored()["asked"] == {"text": "x" * 500}


def test_whoever_has_no_time_to_shorten_keeps_the_beginning_and_is_told():
    words = "Call me at 202-555-0142. " + "x" * 600
    person = begun().opens("q/2/").sends({"asked": words}, go="later")

    person.sends({"asked": words}, go="later_anyway")

    assert person.where == f"{person.address}later/?cut=1"
    assert "One answer was too long" in person.text
    kept = stored()["asked"]["text"]
    assert (kept[:38], len(kept)) == ("Call me at [phone number left out]. xx", 500)
    assert types(code_of(person)).where == f"{person.address}q/3/"


def test_words_too_long_beside_a_choice_keep_their_beginning_too():
    person = begun().opens("q/5/")
    hard = {"hard": ["other"], "hard-text": "x" * 501}

    person.sends(hard, go="later")
    assert "What you wrote beside the choice is 1 character too long." in person.text

    person.sends(hard, go="later_anyway")
    assert stored()["hard"] == {"codes": ["other"], "text": "x" * 500}


def test_what_can_t_be_kept_even_in_part_holds_nobody_and_is_told():
    both = {"hard": ["words", "nothing"]}
    person = begun().opens("q/5/").sends(both, go="later")
    assert person.where == f"{person.address}q/5/?again=1&later=1"

    person.sends(both, go="later_anyway")

    assert person.where.endswith("/later/?again=1")
    assert "One answer is missing" in person.text
    assert "hard" not in stored()
    assert types(code_of(person)).where == f"{person.address}q/2/"


def test_where_answers_end_on_one_screen_the_other_button_is_not_known_either():
    survey = surveys.letter()
    clinic = make.partner(agency=survey.agency)
    link = partners.make_link(
        survey.activity_id, partner=clinic, is_kiosk=True, by=None
    )
    person = Person("/i/" + links.url(link).split("/i/")[1]).opens()
    person.sends(language="en").sends().sends({"got_letter": "yes"}).opens("q/5/")

    person.sends({"hard": ["words", "nothing"]}, go="later_anyway")

    assert "You can still finish later" not in person.text
    assert not ResumeCode.objects.exists()


def test_what_must_be_answered_holds_nobody():
    survey = surveys.letter()
    survey.questions.filter(key="got_letter").update(required=True)
    surveys.publish(survey)
    person = Person(f"/s/{survey.activity.slug}/").starts().sends({}, go="later")

    assert person.where.endswith("/later/")
    assert "One answer is missing" not in person.text


def test_the_page_before_sending_offers_the_code_too():
    person = (
        begun().sends({"got_letter": "no"}).opens("q/1/").sends({"got_letter": "no"})
    )
    assert 'value="later"' in person.text

    person.sends(go="later")

    assert person.where.endswith("/later/")
    assert types(code_of(person)).where == f"{person.address}check/"
    assert SurveyResponse.objects.get().state == "started"


def test_the_code_speaks_the_language_that_was_answered_in():
    person = begun().sends({}, language="ar").sends({}, go="later")
    assert 'dir="rtl"' in person.text

    other = types(code_of(person))

    assert '<html lang="ar" dir="rtl">' in other.text


def test_asking_twice_gives_the_same_code_and_one_row():
    person = begun().sends({}, go="later")
    first = code_of(person)

    person.opens("q/2/").sends({}, go="later")

    assert code_of(person) == first
    assert ResumeCode.objects.count() == 1


def test_no_code_leads_anywhere_that_nobody_asked_for():
    begun()
    code = codes.resume_code(SurveyResponse.objects.get().pk)

    assert NO_ANSWERS in types(code).text
    assert ResumeCode.objects.count() == 0


def test_the_page_with_the_code_is_shown_only_to_whoever_asked():
    person = begun()

    assert person.opens("later/").where == person.address
    assert Person(person.address).opens("later/").where == person.address


def test_the_code_is_no_receipt_and_is_stored_nowhere():
    person = begun().sends({}, go="later")
    pk, code = SurveyResponse.objects.get().pk, code_of(person)

    assert code != codes.receipt_code(pk)
    assert codes.resume_hash(code) != codes.code_hash(code)
    bare = code.replace("-", "")
    with connection.cursor() as cursor:
        for model in (ResumeCode, SurveyResponse, Receipt):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            cells = " ".join(str(cell) for row in cursor for cell in row)
            assert {code, bare} & set(cells.split()) == set()
    assert taking_back.find(code) is None


def test_a_receipt_code_opens_no_answers():
    person = begun().sends({}, go="later").opens("check/").sends()
    receipt = code_of(person)

    assert NO_ANSWERS in types(receipt).text


def test_answers_that_were_sent_are_said_to_be_in_without_their_receipt():
    person = begun().sends({}, go="later")
    code = code_of(person)
    person.opens("check/").sends()

    other = types(code)

    assert "<h1>Your answers are in</h1>" in other.text
    assert code_of(person) not in other.text
    assert "cx_attempt" not in other.client.cookies
    assert person.opens("later/").where == person.address


def test_answers_that_were_taken_back_are_said_to_be_gone():
    person = begun().sends({}, go="later")
    code = code_of(person)
    person.opens("check/").sends()
    taking_back.take_back(code_of(person))

    assert "<h1>Your answers are gone</h1>" in types(code).text


@pytest.mark.parametrize("state", ["closed", "paused"])
def test_after_the_survey_closed_the_code_leads_straight_to_the_question(state):
    person = begun().sends({}, go="later")
    Activity.objects.update(state=state)

    other = types(code_of(person))

    assert other.where == f"{person.address}q/2/"
    other.sends({"asked": "Send a form"})
    assert stored()["asked"] == {"text": "Send a form"}


def test_answers_that_are_erased_are_said_as_a_code_that_never_was():
    person = begun().sends({}, go="later")
    ResumeCode.objects.all().delete()
    SurveyResponse.objects.all().delete()
    never = codes.resume_code(uuid.uuid4())

    pages = [types(code).text for code in (code_of(person), never)]

    assert [NO_ANSWERS in page for page in pages] == [True, True]


def test_wrong_codes_make_one_browser_wait():
    person = begun().sends({}, go="later")
    other = Person("/go/").opens()
    for _ in range(10):
        other.sends({"code": "3333-3333-3333"})

    assert "Too many codes did not work" in other.sends({"code": code_of(person)}).text
    assert other.page.status_code == 429


def test_a_wrong_code_costs_one_query_and_a_good_one_few(
    client, django_assert_max_num_queries
):
    code = code_of(begun().sends({}, go="later"))

    with django_assert_max_num_queries(1):
        client.post("/go/", {"code": "3333-3333-3333"})
    with django_assert_max_num_queries(2):
        client.post("/go/", {"code": code})


def test_finishing_later_costs_three_queries(django_assert_max_num_queries):
    person = begun()

    with django_assert_max_num_queries(3):
        person.client.post(person.where, {"attempt": person.token, "go": "later"})
    with django_assert_max_num_queries(1):
        person.client.get(f"{person.address}later/")


def test_a_shared_screen_offers_no_code():
    person = begun()
    token = person.token
    SurveyResponse.objects.update(mode=SurveyResponse.Mode.KIOSK)
    going_on.offer(SurveyResponse.objects.get().pk)

    assert 'value="later"' in person.text
    assert NO_ANSWERS in types(codes.resume_code(uuid.UUID(token[:32]))).text


def test_the_first_page_takes_the_code_and_keeps_the_link(
    django_capture_on_commit_callbacks,
):
    survey = surveys.letter()
    partner = make.partner(agency=survey.agency)
    link = partners.make_link(survey.activity_id, partner=partner, by=None)
    address = f"/i/{link.token}/"
    person = Person(address).starts().sends({"got_letter": "no"}, go="later")
    code = code_of(person)
    first = Person(address).opens()
    assert f'name="by" value="{link.token}"' in first.text

    wrong = Client().post("/go/", {"by": link.token, "code": "333"}, follow=True)
    by_link = types(code, by=link.token)
    by_itself = types(code)

    assert f'name="by" value="{link.token}"' in wrong.content.decode()
    assert by_link.where == f"{address}check/"
    assert by_itself.where == f"/s/{survey.activity.slug}/check/"
    openings.store()
    with django_capture_on_commit_callbacks(execute=True):
        by_link.sends()
    openings.store()
    link.refresh_from_db()
    assert (link.starts, link.finishes) == (1, 1)


def test_a_link_of_another_partner_is_not_taken_for_the_one_that_led_here():
    survey = surveys.letter()
    others = partners.make_link(
        survey.activity_id, partner=make.partner(agency=survey.agency), by=None
    )
    person = Person(f"/s/{survey.activity.slug}/").starts().sends({}, go="later")

    other = types(code_of(person), by=others.token)

    assert other.where == f"{person.address}q/1/"


def test_a_personal_link_goes_on_as_itself_and_counts_once():
    study = make.study(state=Study.State.RUNNING)
    survey = surveys.letter(study=study, anonymous=False)
    participant = make.participant(study=study)
    link = partners.personal_link(survey.activity_id, participant.pk)
    address = "/i/" + links.url(link).split("/i/")[1]
    person = Person(address).starts().sends({"got_letter": "no"}, go="later")

    other = types(code_of(person))
    assert other.where == f"{address}check/"
    other.sends()

    link.refresh_from_db()
    assert (link.finishes, SurveyResponse.objects.get().personal_link) == (1, link)


def test_an_anonymous_answer_still_knows_no_link():
    study = make.study(state=Study.State.RUNNING)
    survey = surveys.letter(study=study, layout=Survey.Layout.FEW_PAGES)
    participant = make.participant(study=study)
    link = partners.personal_link(survey.activity_id, participant.pk)
    address = "/i/" + links.url(link).split("/i/")[1]
    person = Person(address).starts().sends({"got_letter": "no"}, go="later")

    types(code_of(person))

    cells = []
    with connection.cursor() as cursor:
        for model in (ResumeCode, SurveyResponse):
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            cells += [str(cell) for row in cursor for cell in row]
    assert not {str(link.pk), link.token_hash, str(participant.pk)} & set(cells)


def test_the_page_names_the_last_day():
    survey = surveys.letter()
    Activity.objects.update(unsent_days=1)
    surveys.publish(survey)
    person = Person(f"/s/{survey.activity.slug}/").starts().sends({}, go="later")

    today = timezone.localdate(timezone=survey.agency.zone)
    until = going_on.works_until(today, 1)
    assert f"<strong>{until:%B} {until.day}" in person.text


@pytest.mark.parametrize(
    ("mode", "columns", "detail"),
    [
        ("helped", {"help": ["read", "write"]}, "read+write"),
        ("proxy", {"proxy_reason": "child"}, "child"),
        ("self", {}, ""),
    ],
)
def test_the_way_in_which_somebody_takes_part_goes_along(mode, columns, detail):
    person = begun().sends({}, go="later")
    SurveyResponse.objects.update(mode=mode, **columns)

    found = going_on.find([code_of(person).replace("-", "")])

    assert (found.attempt.mode, found.attempt.detail) == (mode, detail)
