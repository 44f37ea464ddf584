"""One row, or one mailing, that fails stops none of the others."""

import logging
from datetime import timedelta

import pytest
from cryptography.fernet import Fernet

from studies.outreach import heartbeats, ledger, reasons, shares
from studies.outreach.channels import smtp
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Wave
from studies.people import vault
from studies.people.models import Person
from tests import make
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db


def mailing(clock: Clock, *names: str) -> Wave:
    activity = make.open_activity()
    people = [
        make.person(agency=activity.agency, email=f"{name}@example.org")
        for name in names
    ]
    return make.wave(activity, people, now=clock.now, reminder=None)


def states(wave: Wave) -> list[tuple[str, str]]:
    rows = Delivery.objects.filter(wave=wave, step="invitation")
    return sorted(rows.values_list("state", "reason"))


def seal_away(*people: Person) -> str:
    """Under a key that this worker has not, which it gives."""
    key = Fernet.generate_key()
    for person in people:
        email = Fernet(key).encrypt(person.email.encode())
        Person.objects.filter(pk=person.pk).update(email=email)
    return key.decode()


@pytest.fixture
def keys(settings):
    """The vault's keys, of which a test gives some back."""

    def give(*more: str) -> None:
        settings.VAULT_KEYS = [*settings.VAULT_KEYS, *more]
        vault._fernet.cache_clear()

    yield give
    vault._fernet.cache_clear()


def test_whom_this_worker_cannot_read_waits_for_one_that_can(sink, keys):
    clock = Clock()
    wave = mailing(clock, "ana", "bo", "chen")
    lost = wave.audience.order_by("pk").first()
    key = seal_away(lost)

    deliver_due(clock=clock)
    row = Delivery.objects.get(step="invitation", person=lost.pk)
    wave.refresh_from_db()
    said = wave.trouble, heartbeats.trouble()
    keys(key)
    clock.forward(minutes=5)
    deliver_due(clock=clock)

    assert (row.state, row.reason) == ("queued", "unreadable")
    assert reasons.label(row.reason) == "could not be read"
    assert said[0] in reasons.TROUBLES
    assert said[1].startswith("1 mailing waits")
    assert len(sink.addresses) == 3
    assert states(wave) == [("handed_over", "")] * 3
    wave.refresh_from_db()
    assert (wave.trouble, heartbeats.trouble()) == ("", "")


def test_the_page_says_so_for_as_long_as_somebody_waits(sink, monkeypatch):
    monkeypatch.setattr(ledger, "BATCH", 2)
    clock = Clock()
    wave = mailing(clock, "ana", "bo", "chen", "dina")
    first = Delivery.objects.filter(step="invitation").order_by("due_at", "pk")[:2]
    seal_away(*[row.person for row in first])

    runs = []
    for _ in range(2):
        deliver_due(clock=clock)
        wave.refresh_from_db()
        runs.append((len(sink.addresses), wave.trouble))

    assert runs == [(0, "unreadable"), (2, "unreadable")]


@pytest.mark.parametrize("where", ["body", "subject"])
@pytest.mark.parametrize("what", ["closing day", "phone"])
def test_words_with_a_gap_wait_until_it_is_filled(sink, monkeypatch, what, where):
    clock = Clock()
    agency = make.agency(contact_phone="555-0142")
    closes_at = clock.now + timedelta(days=30)
    activity = make.open_activity(agency=agency, closes_at=closes_at)
    people = [make.person(agency=agency) for _ in range(3)]
    wave = make.wave(activity, people, now=clock.now)
    name = {"closing day": "closes_on", "phone": "phone"}[what]
    words = {"subject": "About your letter", "body": "{link} {stop}"}
    words[where] += f" {{{name}}}"
    type(wave.first).objects.filter(pk=wave.first_id).update(**words)
    at_first = {"closes_at": activity.closes_at, "phone": agency.contact_phone}

    def set_to(day, phone: str) -> None:
        type(activity).objects.filter(pk=activity.pk).update(closes_at=day)
        type(agency).objects.filter(pk=agency.pk).update(contact_phone=phone)

    def sent_and_taken_out(session, outgoing):
        done = real(session, outgoing)
        set_to(None, "")
        return done

    real = smtp.Session.send
    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(smtp.Session, "send", sent_and_taken_out)
        deliver_due(clock=clock)
    wave.refresh_from_db()
    held = states(wave), wave.trouble
    set_to(at_first["closes_at"], at_first["phone"])
    deliver_due(clock=clock)

    assert held == ([("handed_over", ""), *[("queued", "")] * 2], "gap")
    assert states(wave) == [("handed_over", "")] * 3
    assert len(sink.addresses) == 3


def test_a_mailing_that_fails_says_so_keeps_its_rows_and_stops_none_behind_it(
    sink, monkeypatch, caplog
):
    clock = Clock()
    failing, other = mailing(clock, "ana", "bo"), mailing(clock, "chen")
    real = shares.bring_people

    def fail_for_one(wave, rows, now):
        if wave.pk == failing.pk:
            raise LookupError("ana@example.org")
        return real(wave, rows, now)

    monkeypatch.setattr(shares, "bring_people", fail_for_one)
    with caplog.at_level(logging.ERROR):
        deliver_due(clock=clock)

    failing.refresh_from_db()
    assert sink.addresses == ["chen@example.org"]
    assert states(failing) == [("queued", "")] * 2
    assert states(other) == [("handed_over", "")]
    assert (failing.trouble, failing.trouble in reasons.TROUBLES) == ("failed", True)
    [record] = [one for one in caplog.records if one.levelno == logging.ERROR]
    told = (record.getMessage(), record.wave, record.error, record.exc_info)
    assert told == ("mailing_failed", failing.pk, "LookupError", None)


def test_what_failed_once_goes_out_when_it_is_mended(sink, monkeypatch):
    clock = Clock()
    wave = mailing(clock, "ana", "bo")
    with monkeypatch.context() as broken:
        broken.setattr(shares, "settle", lambda *_: ledger.missing)
        deliver_due(clock=clock)

    deliver_due(clock=clock)

    wave.refresh_from_db()
    assert states(wave) == [("handed_over", "")] * 2
    assert wave.trouble == ""
