"""Several workers, and a database that goes away, on real connections."""

import threading
from collections import Counter
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from studies.outreach import delivering, ledger
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery
from studies.sessions import mailing as visits
from studies.sessions.models import Letter
from tests import make
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db(transaction=True)


def run_workers(number: int, work) -> None:
    """Run `work` in that many threads, each with a connection of its own."""
    failures: list[BaseException] = []
    ready = threading.Barrier(number)

    def worker() -> None:
        try:
            ready.wait(timeout=10)
            work()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=worker) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert failures == []


def test_three_workers_at_once_send_each_message_once(sink, monkeypatch):
    monkeypatch.setattr(ledger, "BATCH", 7)
    clock, activity = Clock(), make.open_activity()
    people = [make.person(agency=activity.agency) for _ in range(60)]
    make.wave(activity, people, now=clock.now)

    run_workers(3, lambda: deliver_due(clock=clock))

    assert Counter(sink.addresses) == Counter(person.email for person in people)
    sent = Delivery.objects.filter(step="invitation")
    assert set(sent.values_list("state", flat=True)) == {"handed_over"}


def test_two_mailings_at_once_stay_under_one_persons_contact_cap(sink):
    clock = Clock()
    first = make.open_activity()
    person = make.person(agency=first.agency)
    second = make.open_activity(
        round=make.round_(study=make.study(agency=first.agency, state="running"))
    )
    waves = [make.wave(row, [person], now=clock.now).pk for row in (first, second)]

    def one_each() -> None:
        delivering.deliver_batch(waves.pop(), clock=clock)

    run_workers(2, one_each)

    rows = Delivery.objects.filter(step="invitation").order_by("state")
    assert len(sink.addresses) == 1
    assert list(rows.values_list("state", "reason")) == [
        ("dropped", "cap_month"),
        ("handed_over", ""),
    ]


def test_a_claim_takes_what_no_other_worker_has():
    clock, activity = Clock(), make.open_activity()
    people = [make.person(agency=activity.agency) for _ in range(4)]
    wave = make.wave(activity, people, now=clock.now)
    claimed: list = []

    def claim() -> None:
        lease = delivering.uuid.uuid4()
        claimed.extend(row.pk for row in ledger.claim(wave.pk, lease, clock.now))

    run_workers(2, claim)

    assert len(claimed) == len(set(claimed)) == 4


def test_a_worker_waits_for_a_database_that_went_away():
    waits: list[int] = []
    answers = iter([OperationalError("gone"), OperationalError("gone"), "done"])

    def step():
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    assert delivering.patiently(step, wait=waits.append) == "done"
    assert waits == [1, 1]


def test_a_worker_gives_up_when_its_lease_has_run_out(settings):
    settings.DELIVERY_LEASE_MINUTES = 1

    def step():
        raise OperationalError("gone")

    waits: list[int] = []
    with pytest.raises(OperationalError):
        delivering.patiently(step, wait=waits.append)

    assert sum(waits) == 30


def test_a_mailing_and_two_visits_at_once_leave_one_invitation(sink, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    clock, first = Clock(), make.open_activity()
    person = make.person(agency=first.agency, time_zone="UTC")
    wave = make.wave(first, [person], now=clock.now)
    works = [lambda: delivering.deliver_batch(wave.pk, clock=clock)]
    for _visit in range(2):
        session = make.session(agency=person.agency)
        make.slot(session=session, starts_at=clock.now + timedelta(days=9))
        study = session.round.study
        who = make.participant(study=study, person=person)
        booking = make.booking(session=session, participant=who)
        visits.invited(session, [booking], clock.now)
    letters = list(Letter.objects.values_list("pk", flat=True))
    works += [lambda pk=pk: visits.deliver(pk, now=clock.now) for pk in letters]

    run_workers(3, lambda: works.pop()())

    mails = Delivery.objects.filter(step="invitation").values_list("state", "reason")
    letters = Letter.objects.values_list("state", "reason")
    assert sink.addresses == [person.email]
    assert sorted([*mails, *letters]) == [
        ("dropped", "cap_month"),
        ("dropped", "cap_month"),
        ("handed_over", ""),
    ]
