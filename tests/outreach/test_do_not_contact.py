"""Every kind of mail that this product knows, to an address that stopped all and to one
that did not. A new kind has to be walked here."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from feedback.results import office_mail
from studies.outreach import actions as outreach
from studies.outreach import added_letters, panel_letters, stopping
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Step, Wave
from studies.outreach.thanking import thank_due
from studies.partners.actions import personal_links, stamp_finished
from studies.people import updates
from studies.people.models import PanelMember, Person
from studies.sessions import booking as visits
from studies.sessions import mailing
from studies.sessions.booking import Needs
from studies.sessions.models import Booking, Letter, Slot
from tests import make
from tests.outreach.clock import START, Clock
from tests.outreach.recorder import put_in_place
from tests.partners.test_offices import with_a_link

pytestmark = pytest.mark.django_db
STOPPED, OTHER = "ana@example.org", "bo@example.org"
BOTH, Kind = [OTHER, STOPPED], Letter.Kind


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def left(clock, settings, monkeypatch, mailoutbox) -> Callable[[], list[str]]:
    """The addresses of all that has left this house, whichever way."""
    # It stopped us years ago, at another agency, and wrote itself in other letters.
    elsewhere = make.person(email=STOPPED.upper())
    stopping.stop_messages(elsewhere.pk)
    recorder = put_in_place(clock, settings, monkeypatch)

    def addresses() -> list[str]:
        posted = [address for mail in mailoutbox for address in mail.to]
        return sorted(recorder.addresses + posted)

    return addresses


def people(agency, **fields) -> list[Person]:
    return [
        make.person(agency=agency, email=address, time_zone="UTC", **fields)
        for address in (STOPPED, OTHER)
    ]


def mailing_to_both(clock: Clock, **fields) -> Wave:
    activity = make.open_activity()
    both = people(activity.agency)
    return make.wave(activity, both, now=clock.now, reminder_2=True, **fields)


def got(wave: Wave, clock: Clock, *steps: str) -> None:
    """Both had these messages before one of them stopped."""
    had = Delivery.objects.filter(wave=wave, step__in=steps)
    had.update(state="handed_over", reason="", handed_over_at=clock.now)


def invitation(clock: Clock) -> None:
    mailing_to_both(clock)


def reminder(clock: Clock) -> None:
    got(mailing_to_both(clock), clock, Step.INVITATION)
    clock.forward(days=7)


def reminder_2(clock: Clock) -> None:
    got(mailing_to_both(clock), clock, Step.INVITATION, Step.REMINDER)
    clock.forward(days=14)


def thank_you(clock: Clock) -> None:
    wave = mailing_to_both(clock, thank_you=True)
    got(wave, clock, Step.INVITATION)
    joined = list(wave.about.participants.values_list("pk", flat=True))
    for link in personal_links(wave.activity_id, joined).values():
        stamp_finished(link.pk)
    Delivery.objects.filter(step__in=[Step.REMINDER, Step.REMINDER_2]).delete()
    thank_due(clock.now)
    clock.forward(days=7)


def share_back(clock: Clock) -> None:
    study = make.study(state="running")
    for address in BOTH:
        updates.ask_for_updates(study.pk, email=address, language="en")
    make.sender(agency=study.agency)
    outreach.send_share_back(study.pk, by=None, now=clock.now)


def panel_ask(clock: Clock) -> None:
    agency = make.agency()
    for person in people(agency):
        make.panel_member(person=person, state="pending")
    panel_letters.ask_for_a_yes(agency, clock.now)


def panel_year(clock: Clock) -> None:
    agency = make.agency()
    for person in people(agency):
        make.panel_member(person=person)
    year_ago = (clock.now - timedelta(days=365)).date()
    PanelMember.objects.update(confirmed_on=year_ago)
    panel_letters.ask_yearly(agency, clock.now)


def panel_remind(clock: Clock) -> None:
    panel_year(clock)
    got(Wave.objects.get(), clock, Step.PANEL_YEAR)
    clock.forward(days=14)


def added(clock: Clock) -> None:
    agency = make.agency()
    make.sender(agency=agency)
    for person in people(agency):
        person.added_on = clock.now.date()
        person.save()
    added_letters.tell(agency, clock.now)


def slots(clock: Clock) -> list[Slot]:
    session = make.session()
    return [
        make.slot(
            session=session,
            starts_at=clock.now + timedelta(days=3, hours=hours),
            capacity=2,
        )
        for hours in (0, 2)
    ]


def bookings(clock: Clock) -> list[tuple[Booking, Slot, Slot]]:
    first, second = slots(clock)
    study = first.session.round.study
    rows = [
        make.booking(
            session=first.session, participant=make.participant(study=study, person=one)
        )
        for one in people(study.agency)
    ]
    return [(row, first, second) for row in rows]


def visit_invitation(clock: Clock) -> None:
    for row, slot, _other in bookings(clock):
        mailing.invited(slot.session, [row], clock.now)


def visit_confirmation(clock: Clock) -> None:
    for row, slot, _other in bookings(clock):
        visits.book(row.pk, slot.pk, needs=Needs(), now=clock.now)


def visit_update(clock: Clock) -> None:
    for row, slot, other in bookings(clock):
        visits.book(row.pk, slot.pk, needs=Needs(), now=clock.now)
        visits.book(row.pk, other.pk, needs=Needs(), now=clock.now)


def visit_cancellation(clock: Clock) -> None:
    for row, slot, _other in bookings(clock):
        visits.book(row.pk, slot.pk, needs=Needs(), now=clock.now)
        visits.cancel(row.pk, now=clock.now)


def visit_reminder(clock: Clock) -> None:
    visit_confirmation(clock)
    Letter.objects.filter(kind=Kind.CONFIRMATION).delete()
    clock.forward(days=2, hours=1)


def office_month(clock: Clock) -> None:
    for address in BOTH:
        with_a_link(make.office_address(email=address))
    clock.forward(days=19)  # the second day of a month or later


ASKED_FOR_NOTHING = {
    Step.INVITATION: invitation,
    Step.REMINDER: reminder,
    Step.REMINDER_2: reminder_2,
    Step.THANKS: thank_you,
    Step.SHARE_BACK: share_back,
    Step.PANEL_ASK: panel_ask,
    Step.PANEL_YEAR: panel_year,
    Step.PANEL_REMIND: panel_remind,
    Step.ADDED: added,
    "visit invitation": visit_invitation,
    "office": office_month,
}
# Both sides made a promise: a booked visit's own messages go on until it is canceled.
PROMISED = {
    Kind.CONFIRMATION: visit_confirmation,
    Kind.UPDATE: visit_update,
    Kind.CANCELLATION: visit_cancellation,
    Kind.REMINDER: visit_reminder,
}


def everything_goes_out(clock: Clock) -> None:
    deliver_due(clock=clock)
    mailing.deliver_due(now=clock.now)
    office_mail.tell_offices(clock.now)


@pytest.mark.parametrize("kind", ASKED_FOR_NOTHING)
def test_no_way_leads_around_somebodys_stop(left, clock, kind):
    ASKED_FOR_NOTHING[kind](clock)

    everything_goes_out(clock)

    assert left() == [OTHER]


@pytest.mark.parametrize("kind", PROMISED)
def test_a_booked_visits_own_messages_go_on(left, clock, kind):
    PROMISED[kind](clock)

    everything_goes_out(clock)

    assert left() == sorted(BOTH)


def test_each_kind_of_mail_is_walked():
    visits_mails = {Kind.INVITATION, *PROMISED}

    assert set(Step) <= set(ASKED_FOR_NOTHING)
    assert visits_mails == set(Kind)


def test_the_stop_page_itself_is_the_only_way_back(left, clock):
    mailing_to_both(clock)
    deliver_due(clock=clock)
    stopped = Person.objects.filter(agency=Wave.objects.get().agency)
    stopping.want_messages(stopped.at_address(STOPPED).get().pk)

    mailing_to_both(Clock(START))
    deliver_due(clock=clock)

    assert left() == [STOPPED, OTHER, OTHER]
