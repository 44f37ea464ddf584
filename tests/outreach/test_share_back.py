import pytest

from studies.outreach import actions as outreach
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Wave
from studies.people import updates
from tests import make
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db


def asked(study, *names: str) -> None:
    for name in names:
        updates.ask_for_updates(study.pk, email=f"{name}@example.org", language="es")


def test_everyone_who_asked_is_told_once_in_their_language(sink):
    clock, study = Clock(), make.study(state="running", slug="renewal")
    asked(study, "ana", "bo")
    asked(make.study(state="running"), "chen")

    for _ in range(2):
        make.sender(agency=study.agency)
        wave = outreach.send_share_back(study.pk, by=None, now=clock.now)
        deliver_due(clock=clock)

    text = sink.mail_to("ana@example.org").get_body(["plain"]).get_content()
    assert sorted(sink.addresses) == ["ana@example.org", "bo@example.org"]
    assert "https://ask.example.org/p/renewal/?lang=es" in text
    assert "Hola" in text
    assert "{" not in text
    assert Wave.objects.get() == wave


def test_a_later_publication_is_told_again_and_late_askers_hear_todays(sink):
    clock, study = Clock(), make.study(state="running")
    asked(study, "ana")
    make.sender(agency=study.agency)
    outreach.send_share_back(study.pk, by=None, now=clock.now)
    asked(study, "bo")
    make.sender(agency=study.agency)
    outreach.send_share_back(study.pk, by=None, now=clock.now)
    deliver_due(clock=clock)
    today = sorted(sink.addresses)
    clock.forward(days=30)

    make.sender(agency=study.agency)
    outreach.send_share_back(study.pk, by=None, now=clock.now)
    deliver_due(clock=clock)

    assert today == ["ana@example.org", "bo@example.org"]
    assert sorted(sink.addresses) == sorted(today * 2)


def test_in_practice_nobody_outside_is_told(sink):
    clock, study = Clock(), make.study()
    asked(study, "ana")

    make.sender(agency=study.agency)
    outreach.send_share_back(study.pk, by=None, now=clock.now)
    deliver_due(clock=clock)

    assert sink.addresses == []
    assert Delivery.objects.get().reason == "practice"


def test_with_nobody_to_tell_nothing_is_sent(sink):
    clock, study = Clock(), make.study(state="running")

    make.sender(agency=study.agency)
    outreach.send_share_back(study.pk, by=None, now=clock.now)
    deliver_due(clock=clock)

    assert not Delivery.objects.exists()
