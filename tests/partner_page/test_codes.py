from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from cxstudio.posting import Left
from cxstudio.refusal import Refusal
from studies.outreach.emails import sender_address
from studies.partner_page import codes, saved_links, tasks
from studies.partner_page.models import PageCode
from studies.partners.models import PartnerContact
from tests import make
from tests.partner_page.pages import MAIL, Home, comes_in, home

pytestmark = pytest.mark.django_db
State = PageCode.State


@pytest.fixture
def box(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


def refused(at: Home, code_id: object, typed: str) -> str:
    with pytest.raises(Refusal) as refusal:
        codes.check(at.page.pk, code_id, typed)
    return refusal.value.code


def later(minutes: int) -> None:
    """As if all codes had been asked for so long ago."""
    PageCode.objects.update(asked_at=timezone.now() - timedelta(minutes=minutes))


def test_a_code_is_mailed_once_and_leads_nowhere(box):
    at = home()
    agency = at.partner.agency
    row = codes.ask(at.page.pk, f" {MAIL.upper()} ")
    code = codes.spelled(row.pk)

    for _ in range(2):
        tasks.mail_codes()

    [letter] = box
    row.refresh_from_db()
    assert (letter.to, row.state) == ([MAIL], State.SENT)
    assert f"{code[:4]} {code[4:]}" in letter.body
    assert len(code) == 8
    assert letter.from_email == f"{agency.name} <{sender_address()}>"
    assert at.page.token not in letter.body


@pytest.mark.parametrize(
    "lang, begins", [("es", "Su código: "), ("en", "Your code: "), ("vi", "رمزكم: ")]
)
def test_it_speaks_as_the_page_does_else_as_the_contact_does(box, lang, begins):
    at = home()
    PartnerContact.objects.update(language="ar")
    codes.ask(at.page.pk, MAIL, language=lang)

    tasks.mail_codes()

    assert box[0].subject.startswith(begins)


def test_the_page_asks_for_it_in_its_own_language(client):
    at = home()

    client.post(f"{at.address}accept/?lang=es", {"act": "ask", "email": MAIL})

    assert PageCode.objects.get().language == "es"


def test_an_address_that_nobody_has_gets_the_same_page_and_no_mail(box):
    at = home()
    pages = []
    for address in (MAIL, "stranger@example.org"):
        client, door = Client(), f"{at.address}accept/"
        asked = client.post(door, {"act": "ask", "email": address})
        row = at.page.codes.first()
        page = client.get(asked.headers["Location"]).content.decode()
        pages.append(page.replace(str(row.pk), "ID"))

    tasks.mail_codes()

    states = set(PageCode.objects.values_list("state", "contact"))
    assert pages[0] == pages[1]
    assert len(box) == 1
    assert states == {(State.SENT, at.contact.pk), (State.NOBODY, None)}


def test_a_code_opens_once_and_for_its_own_partner_alone():
    at, other = home(), home()
    row = codes.ask(at.page.pk, MAIL)
    code = codes.spelled(row.pk)

    elsewhere = refused(other, row.pk, code)
    contact = codes.check(at.page.pk, row.pk, f" {code[:4].lower()} {code[4:]} ")

    assert (elsewhere, contact) == ("wrong_code", at.contact)
    assert refused(at, row.pk, code) == "wrong_code"


def test_a_code_is_over_after_fifteen_minutes():
    at = home()
    row = codes.ask(at.page.pk, MAIL)
    later(15)

    assert refused(at, row.pk, codes.spelled(row.pk)) == "wrong_code"


def test_after_five_wrong_tries_the_right_code_opens_nothing():
    at = home()
    row = codes.ask(at.page.pk, MAIL)

    for _ in range(codes.MOST_TRIES):
        refused(at, row.pk, "33333333")

    row.refresh_from_db()
    assert row.wrong_tries == 5
    assert refused(at, row.pk, codes.spelled(row.pk)) == "wrong_code"


def test_after_fifteen_wrong_tries_a_partner_waits_an_hour(monkeypatch):
    at = home()
    rows = [codes.ask(at.page.pk, MAIL) for _ in range(3)]
    for row in rows:
        PageCode.objects.filter(pk=row.pk).update(wrong_tries=5)
    fresh = codes.ask(at.page.pk, MAIL)

    now = refused(at, fresh.pk, codes.spelled(fresh.pk))
    PageCode.objects.exclude(pk=fresh.pk).update(
        asked_at=timezone.now() - timedelta(hours=1)
    )

    assert now == "wrong_code"
    assert codes.check(at.page.pk, fresh.pk, codes.spelled(fresh.pk)) == at.contact


def test_so_many_codes_are_asked_for_in_an_hour_whoever_asks():
    at = home()
    for _ in range(codes.MOST_CODES):
        codes.ask(at.page.pk, "stranger@example.org")

    with pytest.raises(Refusal) as refusal:
        codes.ask(at.page.pk, MAIL)
    later(61)

    assert refusal.value.code == "too_many_codes"
    assert codes.ask(at.page.pk, MAIL).contact == at.contact


@pytest.mark.parametrize("nonsense", ["", "x", "33333333", "٣" * 8, "\x00"])
def test_nonsense_is_a_wrong_code(nonsense):
    at = home()
    row = codes.ask(at.page.pk, MAIL)

    assert refused(at, row.pk, nonsense) == "wrong_code"
    assert refused(at, nonsense, codes.spelled(row.pk)) == "wrong_code"


@pytest.mark.parametrize(
    ("left", "state"), [(Left.NO, State.WAITING), (Left.UNSURE, State.UNSURE)]
)
def test_a_server_that_is_away_is_tried_again_and_an_unsure_mail_is_not(
    monkeypatch, left, state
):
    at = home()
    row = codes.ask(at.page.pk, MAIL)
    monkeypatch.setattr(codes, "hand_over", lambda message: left)

    codes.mail_due()

    row.refresh_from_db()
    assert row.state == state
    later(15)
    assert codes.mail_due() == 0


def test_a_day_later_nothing_stays_of_a_code():
    at = home()
    codes.ask(at.page.pk, MAIL)
    tasks.refresh_figures()
    kept = PageCode.objects.count()
    later(24 * 60 + 1)

    tasks.refresh_figures()

    assert (kept, PageCode.objects.count()) == (1, 0)


def test_the_cookie_opens_this_partners_page_alone_and_ends_with_its_address(client):
    at, other = home(), home()
    comes_in(client, at)
    kept = client.cookies["cx_partner"]

    opened = "Yes, we accept" in _accept_page(client, at)
    elsewhere = Client()
    elsewhere.cookies["cx_partner"] = kept.value
    theirs = _accept_page(elsewhere, other)
    page = saved_links.make(at.partner.pk, language="en", by=make.user())
    at.page = page
    elsewhere.cookies["cx_partner"] = kept.value

    assert kept["path"] == f"/partner/{_old(kept)}/"
    assert (kept["httponly"], kept["samesite"], kept["max-age"]) == (True, "Lax", 1800)
    assert not opened  # accepted already: it leads back to the page
    assert "First, a code by e-mail" in theirs
    assert (
        "First, a code by e-mail"
        in elsewhere.get(f"{at.address}problem/").content.decode()
    )


def _old(kept) -> str:
    return kept["path"].split("/")[2]


def _accept_page(client, at: Home) -> str:
    return client.get(f"{at.address}accept/").content.decode()
