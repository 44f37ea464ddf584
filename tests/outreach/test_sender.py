"""Who mailings come from: proved by a code before the first real one goes out."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError

from cxstudio.refusal import Refusal
from studies.outreach import actions as outreach
from studies.outreach import check_lines, panel_letters, senders
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Sender, Wave
from studies.people import updates
from tests import make
from tests.outreach.clock import START, Clock

pytestmark = pytest.mark.django_db
WORDS = {"name": "", "reader": "Dana Reyes", "reply_to": "dana@agency.example.org"}
ADDRESS = "ask@agency.example.org"
PAGE = "/studio/mailings/sender/"


@pytest.fixture(autouse=True)
def allowed(settings):
    settings.SENDER_DOMAINS = ["agency.example.org"]


def written(agency, address: str = ADDRESS, **words) -> Sender:
    return senders.save(agency, address=address, by=make.user(), **WORDS | words)


def code_of(agency, now=START) -> str:
    senders.mail_code(agency, by=make.user(), now=now)
    return re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]


def test_a_code_that_comes_back_proves_the_address():
    agency, dana = make.agency(), make.user()
    written(agency)

    code = code_of(agency)
    row = senders.check(agency, f" {code[:3]} {code[3:]} ", by=dana, now=START)

    assert mail.outbox[-1].to == [ADDRESS]
    assert (row.checked_at, row.checked_by) == (START, dana)
    assert senders.checked(agency) == row
    assert code not in row.code_hash


def test_a_second_code_ends_the_first_and_must_wait_a_minute():
    agency = make.agency()
    written(agency)
    first = code_of(agency)

    with pytest.raises(Refusal) as refused:
        code_of(agency)
    later = START + timedelta(minutes=1)
    second = code_of(agency, later)

    assert refused.value.code == "too_soon"
    if first != second:
        with pytest.raises(Refusal):
            senders.check(agency, first, by=make.user(), now=later)


@pytest.mark.parametrize(
    ("wrong", "minutes"), [(0, 60), (senders.MOST_WRONG, 0)], ids=["late", "guessed"]
)
def test_a_code_ends_after_an_hour_and_after_a_few_wrong_ones(wrong, minutes):
    agency = make.agency()
    written(agency)
    code = code_of(agency)
    for _ in range(wrong):
        with pytest.raises(Refusal):
            senders.check(agency, "no code", by=make.user(), now=START)

    with pytest.raises(Refusal) as refused:
        senders.check(
            agency, code, by=make.user(), now=START + timedelta(minutes=minutes)
        )

    assert refused.value.code == "wrong_code"
    assert senders.checked(agency) is None


def test_an_address_of_a_domain_that_is_not_allowed_is_refused(settings):
    with pytest.raises(Refusal) as refused:
        written(make.agency(), address="ask@elsewhere.example.com")

    settings.SENDER_DOMAINS = []
    settings.DEFAULT_FROM_EMAIL = "Studio <studio@own.example.org>"
    assert "agency.example.org" in refused.value.message
    assert senders.allowed_domains() == ["own.example.org"]
    assert not Sender.objects.exists()


def test_another_address_is_checked_anew_and_other_words_are_not():
    row = make.sender()

    kept = written(row.agency, reader="Ben Ortiz")
    anew = written(row.agency, address="news@agency.example.org")

    assert (kept.reader, kept.checked_at) == ("Ben Ortiz", row.checked_at)
    assert (anew.checked_at, anew.checked_by) == (None, None)


def test_a_kept_address_stays_where_its_domain_is_not_allowed_any_more(settings):
    row = make.sender()
    settings.SENDER_DOMAINS = ["elsewhere.example.com"]

    kept = written(row.agency, reader="Ben Ortiz")

    assert (kept.reader, kept.checked_at) == ("Ben Ortiz", row.checked_at)
    with pytest.raises(Refusal) as refused:
        written(row.agency, address="news@agency.example.org")
    assert refused.value.code == "domain"


def test_the_page_asks_a_checked_address_for_no_other_domain(client, settings):
    member = make.member(role="administrator")
    make.sender(agency=member.agency)
    client.force_login(member.user)

    own = client.get(PAGE).content.decode()
    settings.SENDER_DOMAINS = ["elsewhere.example.com"]
    other = client.get(PAGE).content.decode()

    assert "It ends in one of: agency.example.org." in own
    assert "It ends in one of" not in other
    assert "Another address would have to end in one of: elsewhere" in other


def test_a_real_mailing_waits_for_its_sender():
    activity = make.open_activity()
    wave = make.draft_wave(activity, [make.person(agency=activity.agency)])
    make.sender(agency=activity.agency, checked_at=None)

    with pytest.raises(Refusal) as refused:
        outreach.start(wave.pk, by=None, now=START)
    make.sender(agency=activity.agency)

    assert refused.value.code == "sender"
    assert outreach.start(wave.pk, by=None, now=START).state == "running"


@pytest.mark.parametrize("kind", ["demo", "practice"])
def test_what_reaches_no_customer_needs_no_sender(kind):
    activity = make.open_activity(is_practicing=kind == "practice")
    activity.agency.is_demo = kind == "demo"
    activity.agency.save()
    wave = make.draft_wave(activity, [])
    Sender.objects.all().delete()
    wave.refresh_from_db()

    assert not senders.is_missing(wave)


def test_mail_comes_from_the_sender_and_replies_go_to_a_person(sink):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    make.wave(activity, [person], now=clock.now, reminder=None)
    make.sender(agency=activity.agency, name="Food Help")

    deliver_due(clock=clock)

    letter = sink.mail_to(person.email)
    assert letter["From"] == f"Food Help <{ADDRESS}>"
    assert letter["Reply-To"] == "dana@agency.example.org"


def test_an_address_that_nobody_proved_is_not_used(sink):
    clock, activity = Clock(), make.open_activity()
    person = make.person(agency=activity.agency)
    make.wave(activity, [person], now=clock.now, reminder=None)
    Sender.objects.update(checked_at=None, checked_by=None)

    deliver_due(clock=clock)

    assert "Reply-To" not in sink.mail_to(person.email)


@pytest.mark.parametrize(
    ("fields", "body", "line"),
    [
        (
            {"website": "https://agency.example.org"},
            "{phone}",
            "To check that this message is real, look at:\nhttps://agency.example.org",
        ),
        (
            {"contact_phone": "555-0100"},
            "",
            "To check that this message is real, call 555-0100.",
        ),
        ({"contact_phone": "555-0100"}, "Call {phone}.", ""),
    ],
)
def test_each_mail_says_how_to_check_that_it_is_real(fields, body, line):
    assert check_lines.line(make.agency(**fields), "en", body) == line


def test_without_page_and_phone_the_public_list_proves_it(settings):
    settings.BASE_URL = "https://ask.example.org"
    agency = make.agency()

    found = check_lines.line(agency, "es-mx", "")

    url = f"https://ask.example.org{agency.surveys_url}"
    assert found == f"Para comprobar que este mensaje es real, mire en:\n{url}"


def test_constraint_whoever_checked_an_address_is_known():
    row = make.sender()

    with pytest.raises(IntegrityError, match="sender_checked_by_somebody"):
        Sender.objects.filter(pk=row.pk).update(checked_by=None)


def test_an_administrator_writes_it_and_proves_it_on_one_page(client):
    admin = make.member(role="administrator")
    client.force_login(admin.user)

    client.post(PAGE, {"act": "save", "address": ADDRESS, **WORDS})
    client.post(PAGE, {"act": "mail"})
    code = re.search(r"\b\d{6}\b", mail.outbox[-1].body)[0]
    wrong = client.post(PAGE, {"act": "check", "code": "x"}).content.decode()
    client.post(PAGE, {"act": "check", "code": code})

    assert "That is not the code." in wrong
    assert (
        "Checked: mailings come from ask@agency.example.org"
        in client.get(PAGE).content.decode()
    )
    assert senders.checked(admin.agency).checked_by == admin.user


def test_others_see_it_and_change_nothing(client):
    designer = make.member(role="designer")
    client.force_login(designer.user)
    make.sender(agency=designer.agency, checked_at=None)

    page = client.get(PAGE).content.decode()

    assert "Ask an administrator of your agency to do it." in page
    for act in ("save", "mail", "check"):
        assert client.post(PAGE, {"act": act}).status_code == 403


def test_a_draft_leads_to_the_sender_page(client):
    designer = make.member(role="designer")
    client.force_login(designer.user)
    study = make.study(agency=designer.agency, state="running")
    activity = make.open_activity(round=make.round_(study=study))
    wave = make.draft_wave(activity, [make.person(agency=designer.agency)])
    make.sender(agency=designer.agency, checked_at=None)

    page = client.get(f"/studio/mailings/{wave.pk}/").content.decode()

    assert f'href="{PAGE}"' in page
    assert 'value="start"' not in page


def share_back(**fields) -> Wave:
    study = make.study(state="running", **fields)
    updates.ask_for_updates(study.pk, email="ana@example.org", language="en")
    return outreach.send_share_back(study.pk, by=None, now=START)


def test_news_of_what_changed_waits_for_a_checked_sender_and_then_goes_by_itself(
    django_capture_on_commit_callbacks, woken
):
    agency = make.agency()
    wave = share_back(agency=agency)
    with pytest.raises(Refusal) as refused:
        outreach.resume(wave.pk, by=make.user())
    held = Wave.objects.get()
    written(agency)

    code = code_of(agency)
    with django_capture_on_commit_callbacks(execute=True):
        senders.check(agency, code, by=make.user(), now=START)

    assert (held.state, held.trouble) == ("paused", "no_sender")
    assert held.deliveries.count() == 1
    assert refused.value.code == "sender"
    assert (Wave.objects.get().state, Wave.objects.get().trouble) == ("running", "")
    assert "outreach.deliver_due" in woken


def test_a_mailing_that_the_team_paused_stays_paused_when_the_sender_is_checked():
    agency = make.agency()
    wave = share_back(agency=agency)
    Wave.objects.filter(pk=wave.pk).update(trouble="bounced")
    written(agency)

    senders.check(agency, code_of(agency), by=make.user(), now=START)

    assert Wave.objects.get().state == "paused"


def test_with_a_checked_sender_or_in_the_demo_news_goes_at_once():
    checked, demo = make.sender().agency, make.agency(is_demo=True)

    assert share_back(agency=checked).state == "running"
    assert share_back(agency=demo).state == "running"


def test_no_letter_goes_to_the_panel_before_the_sender_is_checked(client):
    asked = make.panel_member(state="pending", letter_on=None)
    client.force_login(make.member(agency=asked.agency).user)

    Sender.objects.all().delete()
    before = panel_letters.ask_for_a_yes(asked.agency, START)
    page = client.get("/studio/people/again/").content.decode()
    make.sender(agency=asked.agency)
    after = panel_letters.ask_for_a_yes(asked.agency, START)

    assert (before, after) == (0, 1)
    assert "No letter goes to them yet" in page
    assert "No letter goes" not in client.get("/studio/people/again/").content.decode()
