"""People who ask to be told: kept apart until night, then on the list at once."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from cxstudio.refusal import Refusal
from studies.people import panel, tasks, updates
from studies.people.models import AccessLog, Person, UpdateRequest, WaitingRequest
from studies.people.vault import keyed_hash
from tests import make

pytestmark = pytest.mark.django_db


def ask(study, email: str = "ana@example.org", language: str = "es") -> None:
    updates.ask_for_updates(study.pk, email=email, language=language)


def test_asking_puts_nobody_on_the_list_yet_and_counts():
    study = make.study()

    ask(study)

    assert Person.objects.count() == UpdateRequest.objects.count() == 0
    assert updates.to_tell(study) == 1


def test_at_night_everyone_who_waits_becomes_a_person():
    study = make.study(title="Renewal letter")
    ask(study, " Ana@example.org ")

    tasks.keep_requests()

    request = UpdateRequest.objects.get()
    assert request.study == study
    assert (request.person.email, request.person.language) == ("Ana@example.org", "es")
    assert request.person.agency == study.agency
    assert WaitingRequest.objects.count() == 0
    assert updates.to_tell(study) == 1


def test_one_line_says_how_many_came_and_not_who():
    first, second = make.study(), make.study()
    for name in ("ana", "bo"):
        ask(first, f"{name}@example.org")
    ask(second, "chen@example.org")

    kept = [updates.keep_requests() for _twice in range(2)]

    lines = AccessLog.objects.values_list("agency", "act", "people", "by", "about")
    about = "asked to be told"
    assert kept == [3, 0]
    assert set(lines) == {
        (first.agency_id, "added", 2, None, about),
        (second.agency_id, "added", 1, None, about),
    }


def test_the_same_address_is_told_once_however_often_it_asks():
    study = make.study()
    for _day in range(2):
        for email in ("ana@example.org", "ANA@example.org"):
            ask(study, email)
        updates.keep_requests()

    assert UpdateRequest.objects.count() == Person.objects.count() == 1


def test_one_study_is_told_without_the_others():
    told, other = make.study(), make.study()
    ask(told)
    ask(other)

    assert updates.keep_requests(told.pk) == 1

    assert UpdateRequest.objects.get().study == told
    assert WaitingRequest.objects.get().study == other


def test_half_an_address_is_refused():
    with pytest.raises(Refusal) as refused:
        ask(make.study(), "ana@")

    assert refused.value.code == "bad_address"
    assert not WaitingRequest.objects.exists()


def test_the_address_waits_sealed():
    ask(make.study(), "ana@example.org")

    with connection.cursor() as cursor:
        cursor.execute("SELECT email, email_hash FROM studies_waitingrequest")
        sealed, hashed = cursor.fetchone()
    assert b"ana" not in bytes(sealed)
    assert hashed == keyed_hash("ana@example.org")
    assert "ana" not in str(WaitingRequest.objects.get())


def test_the_database_keeps_one_waiting_address_per_study():
    study = make.study()
    ask(study)
    row = WaitingRequest.objects.get()
    row.pk = None

    with pytest.raises(IntegrityError), transaction.atomic():
        WaitingRequest.objects.create(
            study=study, email=row.email, email_hash=row.email_hash, language="en"
        )


def test_the_team_reads_in_its_own_language_how_an_address_came():
    study = make.study(title="Renewal letter")
    ask(study)

    with translation.override("es"):
        updates.keep_requests()

    source = Person.objects.get().how_we_got_it
    assert source == "Asked to be told what changed in “Renewal letter”"


def test_an_address_that_its_owner_has_erased_does_not_come_back_at_night():
    study, other = make.study(), make.study()
    person = make.person(agency=study.agency, email="ana@example.org")
    for asked in (study, other):
        ask(asked, "Ana@example.org")
    ask(study, "bo@example.org")

    panel.remove(person.pk)
    updates.keep_requests()

    found = Person.objects.values_list("agency", "email")
    assert set(found) == {
        (study.agency_id, "bo@example.org"),
        (other.agency_id, "Ana@example.org"),
    }


def test_an_address_waiting_in_a_study_under_a_legal_hold_stays_for_it():
    study = make.study()
    person = make.person(agency=study.agency, email="ana@example.org")
    ask(study)
    make.legal_hold(study=study)

    panel.remove(person.pk)

    assert WaitingRequest.objects.get().study == study
