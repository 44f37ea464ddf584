import re

import pytest

from feedback.answering import codes, statements
from feedback.answering.models import Receipt, SurveyResponse
from studies.partners import actions as partners
from studies.partners import links, openings
from studies.people.models import UpdateRequest, WaitingRequest
from tests import make
from tests.answering import surveys
from tests.answering.person import Person, fields

pytestmark = pytest.mark.django_db


def answered() -> Person:
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").starts()
    return person.answers_all(surveys.ANSWERS)


def code_on(page: str) -> str:
    return re.search(r'receipt-code" dir="ltr">([^<]+)<', page).group(1)


def test_starting_twice_gives_one_response():
    survey = surveys.letter()
    person = Person(f"/s/{survey.activity.slug}/").opens()
    token = person.token

    for _ in range(2):
        person.client.post(person.address, {"attempt": token})

    assert SurveyResponse.objects.count() == 1


def test_sending_twice_gives_one_response_and_the_same_code():
    person = answered()
    token = person.token
    first = code_on(person.sends().text)

    person.page = person.client.post(
        f"{person.address}check/", {"attempt": token}, follow=True
    )

    assert code_on(person.text) == first
    assert (SurveyResponse.objects.count(), Receipt.objects.count()) == (1, 1)


def test_a_reply_lost_on_the_way_is_found_again_from_the_first_page():
    person = answered()
    token = person.token
    elsewhere = Person(person.address)
    elsewhere.client.post(f"{person.address}check/", {"attempt": token})

    person.opens().sends()

    assert person.where.endswith("/receipt/")
    assert SurveyResponse.objects.submitted().count() == 1


def test_going_back_after_sending_changes_nothing():
    person = answered()
    token = person.token
    first = code_on(person.sends().text)

    person.page = person.client.post(
        f"{person.address}q/6/", {"attempt": token, "help": "office"}, follow=True
    )

    assert code_on(person.text) == first
    assert SurveyResponse.objects.get().answers == surveys.STORED


def test_a_refresh_shows_the_receipt_and_the_next_person_starts_fresh():
    person = answered().sends()
    first = code_on(person.text)

    assert code_on(person.opens("receipt/").text) == first
    person.opens()
    assert 'name="fresh"' not in person.text
    person.sends()
    assert 'id="got_letter_0" checked' not in person.text
    assert person.opens("receipt/").where == person.address
    assert SurveyResponse.objects.count() == 2


def test_the_receipt_forgets_after_half_an_hour():
    person = answered().sends()

    cookie = person.client.cookies["cx_receipt"]

    assert cookie["max-age"] == 30 * 60
    assert cookie["path"] == f"{person.address}receipt/"
    assert person.client.cookies["cx_attempt"].value.startswith("en:")


def test_somebody_else_in_the_same_browser_may_start_with_no_answers():
    person = answered()

    person.opens()
    assert "Go on with your answers" in person.text
    person.sends(fresh="1")

    assert 'id="got_letter_0" checked' not in person.text
    assert SurveyResponse.objects.count() == 2


def test_answers_taken_back_show_no_code():
    person = answered().sends()
    SurveyResponse.objects.update(
        state="withdrawn", answers={}, calculated=None, folded=None
    )

    person.opens("receipt/")

    assert "<h1>Your answers are gone</h1>" in person.text
    assert "<title>Your answers are gone" in person.text
    assert "receipt-code" not in person.text


def test_codes_are_easy_to_copy_and_typed_loosely():
    response_id = SurveyResponse().pk

    code = codes.receipt_code(response_id)

    assert re.fullmatch(r"([346789ACDEFGHJKMNPQRTWXY]{4}-){2}\S{4}", code)
    assert codes.receipt_code(response_id) == code
    loose = f"  {code.lower().replace('-', ' ')}. "
    assert codes.code_hash(loose) == codes.code_hash(code)


def in_updates(person: Person, **fields_) -> Person:
    """Send the form of the receipt with these fields."""
    body = {"for": token_for_updates(person)} | fields_
    address = f"{person.address}updates/"
    person.page = person.client.post(address, body, follow=True)
    return person


def test_a_request_to_be_told_joins_no_answer():
    person = answered().sends()

    in_updates(person, wants="tells", email="new@example.org")

    assert "We will tell you what changed" in person.text
    assert "In a day or two" not in person.text
    waiting = WaitingRequest.objects.get()
    assert (waiting.email, waiting.tells, waiting.asks) == (
        "new@example.org",
        True,
        False,
    )
    assert {field.name for field in WaitingRequest._meta.concrete_fields} == {
        "id",
        "study",
        "email",
        "email_hash",
        "language",
        "tells",
        "asks",
    }
    assert {field.name for field in UpdateRequest._meta.concrete_fields} == {
        "id",
        "study",
        "person",
    }


def test_the_two_switches_come_unticked_and_each_is_kept_by_itself():
    person = answered().sends()
    assert fields(person.page).checked == set()
    assert person.text.count('type="checkbox" name="wants"') == 2

    in_updates(person, wants="asks", email="new@example.org")

    assert "In a day or two we send you a message" in person.text
    assert "We will tell you what changed" not in person.text
    assert "new@example.org" not in person.where
    waiting = WaitingRequest.objects.get()
    assert (waiting.tells, waiting.asks) == (False, True)


def test_both_switches_are_kept_and_said():
    person = answered().sends()

    in_updates(person, wants=["tells", "asks"], email="new@example.org")

    waiting = WaitingRequest.objects.get()
    assert (waiting.tells, waiting.asks) == (True, True)
    assert "We will tell you what changed" in person.text
    assert "In a day or two we send you a message" in person.text


def test_an_address_without_a_wish_is_kept_on_the_page_and_nowhere_else():
    person = answered().sends()

    in_updates(person, email="new@example.org")

    assert "Tick at least one of the two." in person.text
    assert 'href="#id_wants_0"' in person.text
    assert 'value="new@example.org"' in person.text
    assert WaitingRequest.objects.count() == 0


def test_an_address_that_is_none_is_refused_and_kept_with_the_wish():
    person = answered().sends()

    in_updates(person, wants="asks", email="new at example")

    assert "This is not a whole e-mail address." in person.text
    assert 'value="new at example"' in person.text
    assert 'value="asks" class="usa-checkbox__input" id="id_wants_1" checked' in (
        person.text
    )
    assert WaitingRequest.objects.count() == 0


def test_a_request_to_be_told_needs_the_form_of_a_receipt():
    person = answered().sends()
    body = {"wants": "tells", "email": "new@example.org"}

    person.client.post(f"{person.address}updates/", body)

    assert WaitingRequest.objects.count() == 0


def token_for_updates(person: Person) -> str:
    return re.search(r'name="for" value="([^"]+)"', person.text).group(1)


@pytest.mark.django_db(transaction=True)
def test_a_shared_link_counts_openings_starts_and_finishes():
    survey = surveys.letter()
    partner = make.partner(agency=survey.agency)
    link = partners.make_link(survey.activity_id, partner=partner, by=None)
    person = Person("/i/" + links.url(link).split("/i/")[1]).starts()

    person.answers_all(surveys.ANSWERS).sends()
    openings.store()

    link.refresh_from_db()
    assert (link.openings, link.starts, link.finishes) == (1, 1, 1)
    assert SurveyResponse.objects.get().partner == partner


CHANGED = "Your answers changed on another page or device"


def in_another_browser(person: Person, path: str) -> Person:
    other = Person(person.address)
    other.client.cookies["cx_attempt"] = person.client.cookies["cx_attempt"].value
    return other.opens(path)


def test_answers_that_the_page_did_not_show_are_shown_before_they_are_sent():
    person = answered()
    in_another_browser(person, "q/2/").sends({"asked": "Call the office"})

    person.sends()

    assert person.text.count(CHANGED) == 1
    assert "Call the office" in person.text
    assert SurveyResponse.objects.get().state == "started"
    assert person.sends().where.endswith("/receipt/")
    assert SurveyResponse.objects.get().answers["asked"] == {"text": "Call the office"}


def test_a_page_saved_again_with_the_same_answers_holds_nobody_up():
    person = answered()
    in_another_browser(person, "q/2/").sends(surveys.ANSWERS["asked"])

    assert person.sends().where.endswith("/receipt/")


@pytest.mark.parametrize("spoil", ["", "9", "0.00000000.0.000000000000", "x" * 500])
def test_a_page_that_cannot_say_what_it_showed_sends_all_the_same(spoil):
    person = answered()
    in_another_browser(person, "q/2/").sends({"asked": "Call the office"})

    person.sends(drawn=spoil)

    assert person.where.endswith("/receipt/")


def test_a_second_press_of_a_page_that_is_old_by_now_finds_what_was_sent():
    person = answered()
    old = fields(person.page).hidden
    in_another_browser(person, "q/2/").sends({"asked": "Call the office"})
    person.sends()
    first = code_on(person.sends().text)

    again = person.client.post(f"{person.address}check/", old, follow=True)

    assert code_on(again.content.decode()) == first
    assert Receipt.objects.count() == 1


def test_whoever_sends_while_a_page_is_being_saved_sends_what_was_saved(monkeypatch):
    person = answered()
    once = statements.send_once

    def save_first(response_id, clock, *rest):
        monkeypatch.setattr(statements, "send_once", once)
        later = SurveyResponse.objects.filter(pk=response_id)
        later.update(answers=later.get().answers | {"asked": {"text": "Late"}}, clock=9)
        return once(response_id, clock, *rest)

    monkeypatch.setattr(statements, "send_once", save_first)
    person.client.post(f"{person.address}check/", {"attempt": person.token})

    sent = SurveyResponse.objects.get()
    assert (sent.state, sent.answers["asked"]) == ("submitted", {"text": "Late"})
    assert Receipt.objects.count() == 1


def test_two_who_send_at_once_write_one_receipt(monkeypatch):
    person = answered()
    once = statements.send_once

    def twice(*arguments):
        assert once(*arguments)
        return once(*arguments)

    monkeypatch.setattr(statements, "send_once", twice)
    reply = person.client.post(f"{person.address}check/", {"attempt": person.token})

    assert reply.url.endswith("/receipt/")
    assert Receipt.objects.count() == 1
