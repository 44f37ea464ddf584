"""One row, or one mailing, that fails stops none of the others."""

import logging

import pytest
from cryptography.fernet import Fernet

from studies.outreach import ledger, reasons, shares
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Wave
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


def test_a_person_sealed_under_a_key_that_is_gone_is_dropped_and_others_go(sink):
    clock = Clock()
    wave = mailing(clock, "ana", "bo", "chen")
    lost = Delivery.objects.filter(step="invitation").first().person_id
    gone = Fernet(Fernet.generate_key()).encrypt(b"ana@example.org")
    Person.objects.filter(pk=lost).update(email=gone)

    deliver_due(clock=clock)

    dropped = Delivery.objects.get(step="invitation", person=lost)
    assert len(sink.addresses) == 2
    assert (dropped.state, dropped.reason) == ("dropped", "unreadable")
    assert reasons.label(dropped.reason) == "could not be read"
    assert states(wave)[1:] == [("handed_over", "")] * 2


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
