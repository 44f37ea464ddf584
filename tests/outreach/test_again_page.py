"""The page of somebody who is asked again: what each tap does, and who gets in."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client

from studies.outreach import stopping, tokens
from studies.outreach.models import Suppression
from studies.people.models import PanelMember, Person
from studies.people.models.panel import months_from
from tests import make
from tests.today import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_o_clock")]


def page_of(member) -> str:
    return f"/again/{tokens.again_token(member.person_id)}/"


def tap(member, act: str, **fields) -> str:
    """The page after pressing one of its buttons."""
    strict = Client(enforce_csrf_checks=True)
    return strict.post(
        page_of(member), {"act": act} | fields, follow=True
    ).content.decode()


def wishes(**fields) -> dict:
    return {"channels": ["email"], "language": "en", "pause": "0"} | fields


@pytest.mark.parametrize("path", ["", "remove/"])
def test_opening_the_page_changes_nothing_because_scanners_open_links(client, path):
    member = make.panel_member(state="pending")

    for _twice in range(2):
        page = client.get(page_of(member) + path)

    member.refresh_from_db()
    assert page.status_code == 200
    assert page.cookies == {}
    assert "no-store" in page.headers["Cache-Control"]
    assert member.state == "pending"


def test_one_tap_says_yes_and_leads_to_how():
    member = make.panel_member(state="pending")

    page = tap(member, "yes")

    member.refresh_from_db()
    assert member.state == "confirmed"
    assert "Thank you. We may ask you about other studies" in page
    assert "How may we ask you?" in page
    assert "If we hear nothing from you for 24 months, we erase it all." in page


@pytest.mark.parametrize("act", ["remove", "never"])
def test_one_tap_erases_an_address_that_somebody_else_typed(act):
    person = make.person(email="not.mine@example.org")
    member = make.panel_member(person=person, state="pending")

    page = Client(enforce_csrf_checks=True).post(
        page_of(member) + "remove/", {"act": act}, follow=True
    )

    assert "<h1>Your address is erased</h1>" in page.content.decode()
    assert not Person.objects.exists()
    assert Suppression.objects.count() == (act == "never")


def test_the_button_of_a_mail_program_erases_without_a_cookie():
    member = make.panel_member(state="pending")

    answer = Client(enforce_csrf_checks=True).post(
        page_of(member) + "remove/",
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 302
    assert not Person.objects.exists()


def test_no_on_the_page_itself_erases_too():
    member = make.panel_member(state="pending")

    assert "Your address is erased" in tap(member, "remove")
    assert not PanelMember.objects.exists()


def test_leaving_takes_one_tap_and_so_does_coming_back():
    member = make.panel_member()

    left = tap(member, "leave")
    state = PanelMember.objects.get().state
    again = tap(member, "yes")

    assert "<h1>We do not ask you any more</h1>" in left
    assert state == "left"
    assert "<h1>How we ask you</h1>" in again
    assert PanelMember.objects.get().state == "confirmed"


def test_how_they_want_to_be_asked_is_saved_and_shown():
    member = make.panel_member()

    page = tap(
        member,
        "save",
        **wishes(
            channels=["email", "phone"], phone="555-555-0142", language="ar", pause="3"
        ),
    )

    member.refresh_from_db()
    until = months_from(TODAY, 3)
    assert "Saved. It holds from now on." in page
    assert 'value="555-555-0142"' in page
    assert (member.paused_until, member.person.language) == (until, "ar")
    kept = tap(member, "save", **wishes(pause="keep"))
    member.refresh_from_db()
    assert member.paused_until == until
    assert "as you said" in kept
    tap(member, "save", **wishes())
    member.refresh_from_db()
    assert member.paused_until is None


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"channels": []}, "Choose at least one way."),
        ({"channels": ["phone"]}, "write your number with its area code"),
        ({"channels": ["phone"], "phone": "call me"}, "write your number"),
        ({"language": "tlh"}, "#id_language_0"),
    ],
)
def test_wishes_that_cannot_hold_are_said_and_nothing_is_saved(fields, said):
    member = make.panel_member()
    before = PanelMember.objects.values().get()

    page = tap(member, "save", **wishes(**fields))

    assert "Something needs another look" in page
    assert said in page
    assert PanelMember.objects.values().get() == before


def test_after_a_year_the_page_asks_yes_or_no():
    member = make.panel_member(days=370, letter_on=TODAY - timedelta(days=5))

    before = Client().get(page_of(member)).content.decode()
    after = tap(member, "yes")

    assert "<h1>May we still ask you?</h1>" in before
    assert "<h1>How we ask you</h1>" in after


def test_who_stopped_all_messages_reads_so_and_can_come_back():
    member = make.panel_member()
    stopping.stop_messages(member.person_id)

    before = Client().get(page_of(member)).content.decode()
    after = tap(member, "messages")

    assert "You stopped all messages" in before
    assert "We may write to you again." in after
    assert not stopping.has_stopped(member.person_id)


@pytest.mark.parametrize("path", ["", "remove/"])
def test_a_guessed_link_and_one_that_has_run_out_get_the_same_page(client, path):
    member, other = make.panel_member(state="pending"), make.person()
    ours = page_of(member)
    member.person.delete()
    tokens_ = [
        ours,
        "/again/abc/",
        f"/again/{tokens.again_token(uuid.uuid4())}/",
        f"/again/{tokens.stop_token(other.pk)}/",
    ]
    if not path:  # who is on the list only because somebody typed them may leave it
        tokens_.append(f"/again/{tokens.again_token(other.pk)}/")

    answers = [client.get(one + path) for one in tokens_]
    posted = [client.post(one + path, {"act": "yes"}).status_code for one in tokens_]

    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.content for answer in answers}) == 1
    assert "This link does not work" in answers[0].content.decode()
    assert set(posted) == {404}


def test_who_tries_links_by_hand_waits_and_a_right_one_waits_too(client):
    member = make.panel_member()
    right = page_of(member)

    tried = [client.get(f"/again/guess{n}/").status_code for n in range(11)]
    waits = client.get(right)
    client.post(right, {"act": "leave"})

    assert tried == [404] * 10 + [429]
    assert (waits.status_code, "Wait five minutes" in waits.content.decode()) == (
        429,
        True,
    )
    assert PanelMember.objects.get().state == "confirmed"
    assert Client().get(right).status_code == 200


def test_a_link_holds_128_bits_that_nobody_can_guess():
    person_id = uuid.uuid4()
    token = tokens.again_token(person_id)

    assert tokens.asked_again(token) == person_id
    assert len(token) * 6 - 128 >= 128
    assert tokens.asked_again(tokens.stop_token(person_id)) is None
    assert tokens.person_of(token) is None


def test_a_guess_is_written_to_the_log_without_the_link(client, caplog):
    client.get("/again/some-guess/")

    [line] = [row for row in caplog.records if row.getMessage() == "unknown_link"]
    assert "some-guess" not in str(vars(line))


@pytest.mark.parametrize("state", ["pending", "confirmed", "left"])
@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("es", "ltr"), ("ar", "rtl"), ("zh-hans", "ltr")],
)
def test_the_page_is_in_the_language_of_the_letter(client, language, direction, state):
    member = make.panel_member(state=state)

    page = client.get(f"{page_of(member)}?lang={language}").content.decode()

    assert f'<html lang="{language}" dir="{direction}">' in page


def test_the_page_shows_no_name_and_no_address(client):
    person = make.person(name="Marisol Vega", email="marisol@example.org")
    make.panel_member(person=person)

    page = client.get(page_of(person.panel)).content.decode()

    assert person.agency.name in page
    assert ("Marisol" in page, "marisol@" in page) == (False, False)


def test_the_page_costs_few_queries(client, django_assert_num_queries):
    member = make.panel_member()

    with django_assert_num_queries(3):
        client.get(page_of(member))


def test_the_page_that_stops_messages_offers_a_break_to_who_is_asked_again(client):
    member, other = make.panel_member(), make.person()

    pages = [
        client.get(f"/stop/{tokens.stop_token(pk)}/").content.decode()
        for pk in (member.person_id, other.pk)
    ]

    assert [page_of(member) in page for page in pages] == [True, False]
    assert ["Take a break instead" in page for page in pages] == [True, False]
