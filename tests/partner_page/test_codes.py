from datetime import timedelta

import pytest
from django.core import mail
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
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


def tried(row: PageCode, number: int) -> None:
    PageCode.objects.filter(pk=row.pk).update(wrong_tries=number)


def test_strangers_who_try_codes_do_not_use_up_the_tries_of_who_was_here_before():
    at = home()
    tried(codes.ask(at.page.pk, "stranger@example.org"), codes.MOST_WRONG)
    new = codes.ask(at.page.pk, MAIL)
    later(3)
    known = codes.ask(at.page.pk, MAIL, known=at.contact)

    assert refused(at, new.pk, codes.spelled(new.pk)) == "wrong_code"
    assert codes.check(at.page.pk, known.pk, codes.spelled(known.mail.pk)) == at.contact


def test_fifteen_wrong_tries_an_hour_are_the_most_in_a_known_browser():
    at = home()
    row = codes.ask(at.page.pk, MAIL, known=at.contact)
    tried(row, codes.MOST_WRONG_KNOWN)
    later(3)
    fresh = codes.ask(at.page.pk, MAIL, known=at.contact)
    stranger = codes.ask(at.page.pk, MAIL)

    assert refused(at, fresh.pk, codes.spelled(fresh.pk)) == "wrong_code"
    assert codes.check(at.page.pk, stranger.pk, codes.spelled(fresh.pk)) == at.contact


def test_wrong_tries_are_forgiven_after_an_hour():
    at = home()
    tried(codes.ask(at.page.pk, "stranger@example.org"), codes.MOST_WRONG)
    later(61)
    row = codes.ask(at.page.pk, MAIL)

    assert codes.check(at.page.pk, row.pk, codes.spelled(row.pk)) == at.contact


def test_nobody_is_refused_a_code_because_strangers_asked_for_many(box):
    at = home()
    for _ in range(40):
        codes.ask(at.page.pk, "stranger@example.org")
    row = codes.ask(at.page.pk, MAIL)
    tasks.mail_codes()

    assert [letter.to for letter in box] == [[MAIL]]
    assert codes.check(at.page.pk, row.pk, codes.spelled(row.pk)) == at.contact


def test_a_code_that_a_stranger_had_mailed_serves_the_contact_who_asks_after(box):
    at = home()
    theirs = codes.ask(at.page.pk, MAIL)
    for _ in range(codes.MOST_TRIES):
        refused(at, theirs.pk, "33333333")
    ours = codes.ask(at.page.pk, MAIL)
    tasks.mail_codes()

    found = codes.check(at.page.pk, ours.pk, codes.spelled(theirs.pk))

    assert (found, len(box), ours.state) == (at.contact, 1, State.SHARED)
    again = codes.ask(at.page.pk, MAIL)
    assert (again.state, again.mailed_as) == (State.WAITING, None)
    assert refused(at, theirs.pk, codes.spelled(theirs.pk)) == "wrong_code"


def test_a_contact_is_mailed_ten_codes_in_an_hour_at_most_and_can_always_come_in(box):
    at = home()
    for _minute in range(60):
        row = codes.ask(at.page.pk, MAIL)
        tasks.mail_codes()
        assert not row.is_spent
        assert row.mail.asked_at > timezone.now() - timedelta(minutes=11)
        PageCode.objects.update(asked_at=F("asked_at") - timedelta(minutes=1))

    assert 6 <= len(box) <= 10


def test_of_askings_that_mail_nothing_the_newest_are_kept(monkeypatch):
    monkeypatch.setattr(codes, "MOST_KEPT", 3)
    at = home()
    mailed = codes.ask(at.page.pk, MAIL)
    tested = codes.ask(at.page.pk, "stranger@example.org")
    refused(at, tested.pk, "33333333")

    rows = [codes.ask(at.page.pk, "stranger@example.org") for _ in range(5)]

    kept = set(PageCode.objects.values_list("pk", flat=True))
    assert kept == {row.pk for row in (mailed, tested, *rows[2:])}


def test_asking_takes_as_many_queries_for_a_contact_as_for_nobody():
    at = home()
    counts = []
    for address in (MAIL, "stranger@example.org") * 2:
        with CaptureQueriesContext(connection) as asked:
            codes.ask(at.page.pk, address)
        counts.append(len(asked))

    assert len(set(counts)) == 1


def test_a_browser_is_known_after_its_first_code_and_opens_nothing_by_that(client):
    at = home()
    comes_in(client, at, "problem/")
    del client.cookies["cx_partner"]

    page = client.get(f"{at.address}problem/").content.decode()
    client.post(f"{at.address}problem/", {"act": "ask", "email": MAIL})

    assert "First, a code by e-mail" in page
    assert PageCode.objects.latest("asked_at").asked_by == at.contact
    assert client.cookies["cx_partner_known"]["path"] == at.root


def test_the_team_reads_that_somebody_tries_out_codes(client):
    at = home()
    member = make.member(agency=at.partner.agency)
    client.force_login(member.user)
    address, said = reverse("partner-page", args=[at.partner.pk]), []
    for number in (0, codes.MOST_WRONG):
        tried(codes.ask(at.page.pk, "stranger@example.org"), number)
        page = client.get(address).content.decode()
        said.append("somebody typed many wrong codes" in page)

    assert said == [False, True]


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
