"""Numbers that were hashed by another rule: STOP is obeyed, and they are mended."""

import pytest
from cryptography.fernet import Fernet

from studies.outreach import numbers, stopping
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Suppression
from studies.people.models import Person
from studies.people.vault import keyed_hash
from tests import make
from tests.outreach.channels.texting import TwilioRig
from tests.outreach.clock import START, Clock

pytestmark = pytest.mark.django_db
PHONE = "+12125550101"


@pytest.fixture
def twilio(settings, sink):
    settings.CHANNELS = {"email": "smtp", "sms": "twilio"}
    with TwilioRig(settings) as rig:
        yield rig


def texter(phone: str = "(212) 555-0101", phone_hash: str = "") -> Person:
    """Somebody who wants text messages, with the hash of an earlier release."""
    agency = make.agency()
    person = make.person(agency=agency, phone=phone, may_be_asked=False)
    make.panel_member(person=person, channels=["sms"])
    if phone_hash:
        Person.objects.filter(pk=person.pk).update(phone_hash=phone_hash)
    return person


def invite(person: Person) -> tuple[str, str]:
    activity = make.open_activity(agency=person.agency)
    make.wave(activity, [person], now=START, reminder=None)
    deliver_due(clock=Clock())
    rows = Delivery.objects.filter(person=person, step="invitation")
    return rows.values_list("state", "reason").get()


@pytest.mark.parametrize(
    ("why", "outcome"),
    [("stopped", ("dropped", "stopped")), ("bounced", ("dropped", "no_such_number"))],
)
def test_a_number_hashed_by_an_earlier_release_is_kept_off(twilio, why, outcome):
    person = texter(phone_hash="of before")
    stopping.keep_off([keyed_hash(PHONE)], why)

    assert invite(person) == outcome
    assert twilio.received() == []


def test_a_number_hashed_for_another_country_is_kept_off(twilio, settings):
    person = texter("07700 900912")
    settings.PHONE_COUNTRY = "GB"
    stopping.stop_number(keyed_hash("+447700900912"))

    assert invite(person) == ("dropped", "stopped")


def test_whoever_did_not_stop_gets_the_text(twilio):
    person = texter(phone_hash="of before")

    assert invite(person) == ("handed_over", "")


def test_a_number_that_is_none_is_kept_off_as_it_was_dialed(twilio):
    person = texter(phone_hash="of before")
    twilio.no_such(PHONE)

    invite(person)

    kept_off = Suppression.objects.values_list("address_hash", flat=True)
    assert list(kept_off) == [keyed_hash(PHONE)]


def test_old_hashes_are_mended_once_and_who_stopped_stays_stopped():
    person, other = texter(phone_hash="of before"), texter("(212) 555-0102")
    stopping.keep_off(["of before"], "stopped")

    changed = [numbers.hash_anew() for _ in range(2)]

    person.refresh_from_db()
    assert changed == [1, 0]
    assert person.phone_hash == keyed_hash(PHONE)
    assert stopping.has_stopped(person.pk)
    assert not stopping.has_stopped(other.pk)


def test_a_number_that_cannot_be_read_stops_no_other_from_being_mended():
    lost, person = texter(phone_hash="lost"), texter(phone_hash="of before")
    gone = Fernet(Fernet.generate_key()).encrypt(b"555")
    Person.objects.filter(pk=lost.pk).update(phone=gone)

    changed = numbers.hash_anew()

    person.refresh_from_db()
    assert (changed, person.phone_hash) == (1, keyed_hash(PHONE))


def test_numbers_of_today_cost_one_look_at_each_batch(django_assert_num_queries):
    for n in range(3):
        texter(f"(212) 555-010{n}")

    with django_assert_num_queries(5):  # two looks at the list, a batch on its own
        assert numbers.hash_anew() == 0
