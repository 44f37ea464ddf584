"""Whatever happens between the start and the sending: the row ends with its reason, or
waits, and the forecast of that moment says the same."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import pytest

from studies.outreach import actions as outreach
from studies.outreach import asking, reasons, stopping, wanted
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Suppression, Wave
from studies.partners.actions import personal_links, stamp_finished
from studies.people import panel
from studies.people.models import PanelMember, Participant, Person, Withdrawal
from studies.people.panel import Wishes
from studies.planning import pausing
from studies.planning.models import Activity, Study
from tests import make
from tests.outreach.clock import START, Clock
from tests.outreach.recorder import put_in_place

pytestmark = pytest.mark.django_db
LATER = START + timedelta(days=40)


@dataclass
class Case:
    """A mailing that has begun, to one person, at the moment of one of its steps."""

    wave: Wave
    person: Person
    clock: Clock

    @property
    def agency(self):
        return self.wave.agency

    @property
    def activity(self):
        return Activity.objects.filter(pk=self.wave.activity_id)

    def member(self, **fields) -> PanelMember:
        return make.panel_member(person=self.person, **fields)

    def change(self, **fields) -> None:
        Person.objects.filter(pk=self.person.pk).update(**fields)

    def earlier(self, days: int, **fields) -> None:
        """An invitation or a reminder of another mailing, so many days ago."""
        about = fields.pop("activity", None) or make.open_activity(agency=self.agency)
        at = self.clock.now - timedelta(days=days)
        other = make.draft_wave(about, [self.person], reminder=None)
        values = {"step": "invitation", "state": "handed_over", "due_at": at}
        Delivery.objects.create(
            wave=other, person=self.person, handed_over_at=at, **values | fields
        )


def other_address(case: Case) -> None:
    """Practice: only members of the agency get messages."""
    case.activity.update(is_practicing=True)


def answered(case: Case) -> None:
    rows = Participant.objects.filter(person=case.person, study=case.wave.about)
    links = personal_links(case.wave.activity_id, [rows.get().pk])
    [stamp_finished(link.pk) for link in links.values()]


def took_back(case: Case) -> None:
    rows = Participant.objects.filter(person=case.person)
    rows.update(withdrawn_on=case.clock.now.date())


def took_all_back_under_a_hold(case: Case) -> None:
    Withdrawal.objects.create(
        agency=case.agency,
        what="person",
        asked="link",
        person=case.person,
        asked_on=case.clock.now.date(),
    )


def bounced_before(case: Case) -> None:
    Suppression.objects.create(address_hash=case.person.email_hash, reason="bounced")


def three_studies(case: Case) -> None:
    for days in (31, 200, 364):
        case.earlier(days)


def wants_calls(case: Case) -> None:
    case.member()
    panel.save_wishes(case.person.pk, Wishes("en", ["phone"], "555-0142"))


def tapped_done(case: Case) -> None:
    outreach.want_no_reminder(case.wave.deliveries.get(step="invitation").pk)


def two_reminders(case: Case) -> None:
    for days in (9, 5):
        case.earlier(days, activity=case.activity.get(), step="reminder")


def close_study(case: Case) -> None:
    Study.objects.filter(pk=case.wave.about.pk).update(state="closed")


ASKED = {
    "archived": lambda case: case.change(archived_at=START),
    "no_address": lambda case: case.change(email=b"", email_hash="", phone_hash="x"),
    "stopped": lambda case: stopping.stop_messages(case.person.pk),
    "no_such_address": bounced_before,
    "practice": other_address,
    "withdrawn": took_back,
    "left": lambda case: case.member(state="left"),
    "not_confirmed": lambda case: case.member(state="pending"),
    "paused": lambda case: case.member(paused_until=LATER.date() + timedelta(days=9)),
    "calls": wants_calls,
    "only_to_tell": lambda case: case.change(may_be_asked=False),
    "answered": answered,
    "done": tapped_done,
    "closed": lambda case: case.activity.update(state="closed"),
}
OVER = {
    "its last moment": lambda case: case.activity.update(closes_at=case.clock.now),
    "its archive": lambda case: case.activity.update(archived_at=START),
    "its study": close_study,
}
FIRST_ONLY = {
    "invited": lambda case: case.earlier(2, activity=case.activity.get()),
    "cap_month": lambda case: case.earlier(29),
    "cap_year": three_studies,
}
REMINDER_ONLY = {
    "not_invited": lambda case: case.wave.deliveries.filter(step="invitation").update(
        state="bounced", reason="no_such_address"
    ),
    "reminded_twice": two_reminders,
}


@pytest.fixture
def sending(settings, monkeypatch):
    """Begins a mailing, and tells what became of one of its steps."""
    clock = Clock()
    recorder = put_in_place(clock, settings, monkeypatch)

    def begin(**fields) -> Case:
        activity = make.open_activity()
        person = make.person(agency=activity.agency)
        wave = make.wave(activity, [person], now=clock.now, **fields)
        return Case(wave, person, clock)

    begin.clock, begin.recorder = clock, recorder
    return begin


def outcome(case: Case, step: str) -> tuple[dict, tuple]:
    """The forecast of the moment, and what has become of the row after it."""
    before = wanted.forecast(asking.wave_now(case.wave.pk), case.clock.now, step)
    deliver_due(clock=case.clock)
    row = Delivery.objects.get(wave=case.wave, step=step)
    return before, (row.state, row.reason)


@pytest.mark.parametrize("reason", [*ASKED, *FIRST_ONLY])
def test_an_invitation_is_dropped_with_its_reason(sending, reason):
    case = sending()

    (ASKED | FIRST_ONLY)[reason](case)
    forecast, row = outcome(case, "invitation")

    assert (forecast, row) == ({reason: 1}, ("dropped", reason))
    assert sending.recorder.left == []


@pytest.mark.parametrize("reason", [*ASKED, *REMINDER_ONLY])
def test_a_reminder_is_dropped_with_its_reason(sending, reason):
    case = sending()
    deliver_due(clock=case.clock)
    sending.recorder.left.clear()
    case.clock.forward(days=14)

    (ASKED | REMINDER_ONLY)[reason](case)
    forecast, row = outcome(case, "reminder")

    assert (forecast, row) == ({reason: 1}, ("dropped", reason))
    assert sending.recorder.left == []


@pytest.mark.parametrize("how", OVER)
def test_what_is_over_sends_nothing_more(sending, how):
    case = sending()

    OVER[how](case)
    forecast, row = outcome(case, "invitation")

    assert (forecast, row) == ({"closed": 1}, ("dropped", "closed"))


@pytest.mark.parametrize("how", ["practice", "came back", "not sent"])
def test_an_invitation_that_nobody_had_in_earnest_does_not_count(sending, how):
    case = sending()

    case.earlier(2, activity=case.activity.get())
    other = Delivery.objects.exclude(wave=case.wave)
    if how == "practice":
        Wave.objects.exclude(pk=case.wave.pk).update(is_practice=True)
    elif how == "came back":
        other.update(state="bounced", reason="no_such_address")
    else:
        other.update(state="dropped", reason="calls", handed_over_at=None)

    assert outcome(case, "invitation") == ({"": 1}, ("handed_over", ""))


@pytest.mark.parametrize(
    ("days", "forecast", "row"),
    [
        (3, {"invited_lately": 1}, ("dropped", "invited_lately")),
        (29, {"invited_lately": 1}, ("dropped", "invited_lately")),
        (30, {"": 1}, ("handed_over", "")),
    ],
)
def test_who_was_chosen_for_not_answering_is_asked_again_days_later(
    sending, days, forecast, row
):
    case = sending()
    chosen = {"kind": "everyone", "reached": "not_answered"}
    Wave.objects.filter(pk=case.wave.pk).update(audience_filter=chosen)

    case.earlier(days, activity=case.activity.get())

    assert outcome(case, "invitation") == (forecast, row)


@pytest.mark.parametrize(
    ("days", "forecast"), [(2, {"invited_lately": 1}), (3, {"": 1})]
)
def test_nor_so_soon_after_a_reminder(sending, days, forecast):
    case = sending()
    chosen = {"kind": "everyone", "reached": "not_answered"}
    Wave.objects.filter(pk=case.wave.pk).update(audience_filter=chosen)

    case.earlier(40, activity=case.activity.get())
    case.earlier(days, activity=case.activity.get(), step="reminder")

    assert outcome(case, "invitation")[0] == forecast


def test_who_took_all_back_gets_nothing_while_a_hold_keeps_it(sending):
    case = sending()

    took_all_back_under_a_hold(case)

    assert outcome(case, "invitation") == ({"withdrawn": 1}, ("dropped", "withdrawn"))


def test_the_panel_is_not_asked_for_what_it_has_said(sending):
    case = sending()
    Wave.objects.filter(pk=case.wave.pk).update(is_panel=True, activity=None)
    case.member()

    assert outcome(case, "invitation") == (
        {"panel_settled": 1},
        ("dropped", "panel_settled"),
    )


def test_nobody_is_thanked_twice_for_one_survey(sending):
    case = sending(thank_you=True)
    case.earlier(3, activity=case.activity.get(), step="thank_you")
    rows = Delivery.objects.filter(wave=case.wave, step="invitation")
    rows.update(step="thank_you")

    assert outcome(case, "thank_you") == ({"thanked": 1}, ("dropped", "thanked"))


def test_a_second_reminder_follows_no_first_that_did_not_arrive(sending):
    case = sending(reminder_2=True)
    deliver_due(clock=case.clock)
    case.clock.forward(days=7)
    deliver_due(clock=case.clock)
    case.wave.deliveries.filter(step="reminder").update(state="bounced", reason="x")
    case.clock.forward(days=7)

    assert outcome(case, "reminder_2") == (
        {"not_reminded": 1},
        ("dropped", "not_reminded"),
    )


def test_a_contact_that_is_erased_meanwhile_gets_nothing(sending):
    case = sending()

    case.person.delete()
    forecast, row = outcome(case, "invitation")

    assert (forecast, row) == ({}, ("dropped", "erased"))


def test_a_stopped_mailing_drops_what_waits(sending):
    case = sending()

    outreach.stop(case.wave.pk, by=make.user())
    forecast, row = outcome(case, "invitation")

    assert (forecast, row) == (
        {"mailing_stopped": 1},
        ("dropped", "mailing_stopped"),
    )


def test_half_an_address_is_dropped_though_no_count_can_read_it(sending):
    """Sealed, an address can't be looked into for a forecast; none of our doors lets
    half of one in."""
    case = sending()
    case.person.email = "half"
    case.person.save()

    assert outcome(case, "invitation") == ({"": 1}, ("dropped", "bad_address"))


def activity_sleeps(case: Case) -> Callable[[], object]:
    case.activity.update(state="paused")
    return lambda: case.activity.update(state="published")


def activity_opens_later(case: Case) -> Callable[[], object]:
    opens_at = case.clock.now + timedelta(hours=2)
    case.activity.update(opens_at=opens_at)
    return lambda: None


def mailing_paused(case: Case) -> Callable[[], object]:
    outreach.pause(case.wave.pk, by=make.user())
    return lambda: outreach.resume(case.wave.pk, by=make.user())


def study_paused(case: Case) -> Callable[[], object]:
    pausing.pause(case.wave.about.pk, reason="We mend the form.", by=make.user())
    return lambda: pausing.go_on(case.wave.about.pk, by=make.user())


def person_asleep(case: Case) -> Callable[[], object]:
    case.change(time_zone="America/Denver")  # where it is four in the morning
    return lambda: case.clock.forward(hours=3)


@pytest.mark.parametrize(
    "happens",
    [
        activity_sleeps,
        activity_opens_later,
        mailing_paused,
        study_paused,
        person_asleep,
    ],
)
def test_what_passes_makes_a_message_wait_and_not_be_dropped(sending, happens):
    case = sending()

    passes = happens(case)
    waiting = outcome(case, "invitation")
    passes()
    case.clock.forward(hours=2)
    after = outcome(case, "invitation")

    assert waiting == ({"": 1}, ("queued", ""))
    assert after[1] == ("handed_over", "")
    assert len(sending.recorder.left) == 1


SAID_ELSEWHERE = {
    # By the worker and by providers, after the question; see test_faults, test_bounces.
    *("bad_text", "later", "gave_up", "refused", "provider_refused", "came_back"),
    *("complained", "lost", "worker_lost"),
    *("slow_domain", "no_phone", "no_such_number", "texts"),  # see test_text_mailing
    # Above, each in a test of its own.
    *("erased", "bad_address", "mailing_stopped", "panel_settled", "thanked"),
    "invited_lately",
    *("not_reminded", "unreadable"),  # see test_mishaps
}


def test_each_reason_that_people_read_is_tried():
    tried = {*ASKED, *FIRST_ONLY, *REMINDER_ONLY, *SAID_ELSEWHERE}

    assert set(reasons.LABELS) == tried
