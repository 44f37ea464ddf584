"""Whatever a form is answered with has an address: Back and reload send nothing again."""

import re
import secrets
import zlib
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from redis.exceptions import ConnectionError as RedisGone

from cxstudio import cache_room
from studies.outreach import tokens
from studies.partners import actions as partners
from studies.partners import links
from studies.people import kept_replies
from studies.people.vault import fernet_for
from studies.planning.models import Study
from tests import make
from tests.answering import surveys
from tests.answering.person import Person, fields
from tests.test_doors import doors, permission_of

pytestmark = pytest.mark.django_db
HELPED = {"way": "helped", "help": ["read_out"]}
# Rooms whose public pages are for the people whom an agency asks.
ROOMS = (
    "feedback.answering.views",
    "feedback.results.views.taking_back",
    "studies.outreach.views.again",
    "studies.outreach.views.public",
    "studies.sessions.views.visit",
)
# Pages that take nothing that could have to be mended.
NOTHING_TO_MEND = {
    "aid/…": "a file",
    "again/…/remove/": "its one button erases, and leads on",
    "again/erased/": "it only says so",
    "again/kept/": "it only says so",
    "done/…/": "one tap, the same from a mail program, which follows no address",
    "i/…/awake/": "a script asks it, and shows no page",
    "i/…/kiosk.webmanifest": "a file",
    "s/…/enough/": "it only says so",
    "s/…/later/": "it only shows a code",
    "s/…/receipt/": "it only shows a code",
    "s/…/receipt/copy/": "it only shows answers",
    "stop/…/": "one tap, the same from a mail program, which follows no address",
    "visit/…/cancel/": "its one button cancels, and leads on",
    "visit/…/visit.ics": "a file",
    "withdraw/done/": "it only says so",
    "withdraw/done/…/": "it only says so",
    "withdraw/kept/…/": "it only says so",
}


def helper(*, at_check: bool = False) -> Person:
    study = make.study(state=Study.State.RUNNING)
    surveys.ask_consent(study)
    survey = surveys.letter(study=study)
    person = Person(f"/s/{survey.activity.slug}/").opens("helping/")
    person.sends(HELPED)
    if at_check:
        person.sends({"read_out": "1"}).answers_all(surveys.ANSWERS)
    return person


def answers() -> Person:
    return Person(f"/s/{surveys.letter().activity.slug}/").starts()


def receipt() -> Person:
    person = answers().answers_all(surveys.ANSWERS)
    person.sends()
    person.where = f"{person.address}updates/"
    return person


def at(address: str) -> Person:
    return Person(address).opens()


def asked_again() -> Person:
    member = make.panel_member()
    return at(f"/again/{tokens.again_token(member.person_id)}/")


def booking() -> Person:
    return at(f"/visit/{tokens.visit_token(make.booking().pk)}/")


Begin = Callable[[], Person]
# By page: who stands there, what they send, and words of the page that they see then.
SENT: dict[str, tuple[Begin, dict, str]] = {
    "again/…/": (asked_again, {"act": "save"}, "error-summary"),
    "go/": (lambda: at("/go/"), {"code": "CDFG"}, 'value="CDFG"'),
    "s/…/": (helper, {"agree": ["quote"]}, 'href="#read_out"'),
    "s/…/check/": (
        lambda: helper(at_check=True),
        {"agree": ["quote"]},
        'href="#read_out"',
    ),
    "s/…/helping/": (
        lambda: answers().opens("helping/"),
        {"way": "helped"},
        "error-summary",
    ),
    "s/…/q/…/": (
        lambda: answers().sends({"got_letter": "yes"}),
        {"asked": "x" * 501},
        "1 character too long",
    ),
    "s/…/updates/": (
        receipt,
        {"wants": ["tells"], "email": "ana@"},
        'value="ana@"',
    ),
    "visit/…/": (booking, {"act": "book"}, "error-summary"),
    "withdraw/": (lambda: at("/withdraw/"), {"code": "CDFG"}, 'value="CDFG"'),
}


def pages() -> set[str]:
    """Every page of these rooms that anybody may open; those of a link are the same."""
    found = {
        re.sub("<[^>]+>", "…", path)
        for path, view in doors()
        if permission_of(view) == "public" and view.__module__.startswith(ROOMS)
    }
    return {each for each in found if each[:2] != "i/" or f"s/{each[2:]}" not in found}


def test_each_page_either_takes_a_form_here_or_says_why_it_takes_none():
    assert pages() == set(SENT) | set(NOTHING_TO_MEND)


@pytest.mark.parametrize("door", SENT)
def test_a_form_that_has_to_be_mended_leads_to_an_address(door):
    begin, body, shown = SENT[door]
    person = begin()
    hidden = fields(person.page).hidden if person.page else {}

    reply = person.client.post(person.where, hidden | body)
    twice = [person.client.get(reply.url) for _reload in range(2)]

    assert reply.status_code == 302
    assert [shown in again.content.decode() for again in twice] == [True, True]
    assert [again.status_code for again in twice] == [200, 200]
    assert "no-store" in twice[0].headers["Cache-Control"]


def sent_to(path: str, body: dict):
    """What a view that shows the form again replies with, behind the door."""
    view = kept_replies.at_an_address(lambda request: HttpResponse(body["typed"]))
    return view(RequestFactory().post(path, body))


def shown_at(address: str) -> str:
    plain = kept_replies.at_an_address(lambda request: HttpResponse("plain"))
    return plain(RequestFactory().get(address)).content.decode()


def test_the_address_shows_it_on_its_own_page_alone():
    where = sent_to("/go/?lang=es", {"typed": "CDFG"}).url
    token = where.partition("again=")[2]

    assert where.startswith("/go/?lang=es&again=")
    assert shown_at(where) == "CDFG"
    assert shown_at(f"/withdraw/?again={token}") == "plain"
    assert shown_at("/go/?again=1") == "plain"


def test_the_cache_holds_nothing_that_can_be_read(monkeypatch):
    held = {}
    monkeypatch.setattr(cache, "set", lambda name, *more: held.update({name: more}))
    sent_to("/go/", {"typed": "ana@example.org"})

    [(name, (sealed, seconds))] = held.items()
    opened = zlib.decompress(fernet_for(kept_replies.PURPOSE).decrypt(sealed))

    assert (opened, seconds) == (b"ana@example.org", 15 * 60)
    assert b"ana@" not in sealed
    assert "go" not in name.removeprefix("reply:")


def test_what_a_key_that_is_gone_had_sealed_is_not_shown(monkeypatch):
    where = sent_to("/go/", {"typed": "CDFG"}).url
    monkeypatch.setattr(kept_replies, "PURPOSE", "another one")

    assert shown_at(where) == "plain"


def test_a_long_page_has_an_address_where_the_cache_has_room(monkeypatch):
    typed = secrets.token_hex(100_000)
    assert shown_at(sent_to("/go/", {"typed": typed}).url) == typed
    monkeypatch.setattr(cache_room, "ROOM", 0)

    reply = sent_to("/go/", {"typed": typed})

    assert (reply.status_code, reply.content.decode()) == (200, typed)


@pytest.mark.parametrize("way", ["get", "set"])
def test_without_the_cache_the_page_comes_at_once_or_plain(monkeypatch, way):
    where = sent_to("/go/", {"typed": "CDFG"}).url

    def away(*_arguments):
        raise RedisGone

    monkeypatch.setattr(cache, way, away)

    if way == "set":
        assert sent_to("/go/", {"typed": "CDFG"}).content == b"CDFG"
    else:
        assert shown_at(where) == "plain"


def test_a_shared_screen_leaves_nothing_behind_for_the_next_person():
    study = make.study(state=Study.State.RUNNING)
    surveys.ask_consent(study)
    survey = surveys.letter(study=study)
    partner = make.partner(agency=survey.agency)
    link = partners.make_link(
        survey.activity_id, partner=partner, is_kiosk=True, by=None
    )
    person = at("/i/" + links.url(link).split("/i/")[1]).sends(language="en")

    person.sends({"agree": ["quote"]}, language="ar")

    assert (person.page.status_code, "again=" in person.where) == (200, False)


def test_an_address_for_what_changed_left_empty_is_no_mistake():
    person = receipt()
    token = fields(person.page).hidden["for"]

    person.page = person.client.post(person.where, {"for": token}, follow=True)

    assert "You left it empty, so we saved nothing" in person.text
    assert "Error:" not in person.text
    assert "You are done, and may close this page." in person.text


def test_the_receipt_says_first_that_nothing_more_is_to_be_done():
    text = receipt().text

    done = text.index("You are done. You may close this page.")
    assert text.index("<h1>") < done < text.index("receipt-code")
