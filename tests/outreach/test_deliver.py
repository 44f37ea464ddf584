import pytest

from studies.outreach import actions as outreach
from studies.outreach import stopping
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Suppression
from studies.partners import tokens
from studies.partners.actions import stamp_finished
from studies.partners.models import InviteLink
from studies.people import actions as people
from studies.people.models import AccessLog
from studies.planning.models import Activity
from tests import make
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db


def ledger(step: str = "invitation") -> dict[str, tuple[str, str]]:
    """{address: (state, reason)} of one step."""
    rows = Delivery.objects.filter(step=step).select_related("person")
    return {row.person.email: (row.state, row.reason) for row in rows}


def three_people(activity: Activity) -> list:
    return [
        make.person(agency=activity.agency, email=f"{name}@example.org")
        for name in ("ana", "bo", "chen")
    ]


def test_each_person_gets_one_invitation_with_a_link_of_their_own(sink):
    clock, activity = Clock(), make.open_activity()
    make.wave(activity, three_people(activity), now=clock.now)

    deliver_due(clock=clock)
    deliver_due(clock=clock)

    assert sorted(sink.addresses) == [
        "ana@example.org",
        "bo@example.org",
        "chen@example.org",
    ]
    assert set(ledger().values()) == {("handed_over", "")}
    rows = Delivery.objects.filter(step="invitation")
    links = {row.person.email: tokens.token_of(row.link) for row in rows}
    bodies = {to: mail.get_body(["plain"]).get_content() for to, mail in sink.received}
    for address, token in links.items():
        assert f"https://ask.example.org/i/{token}/" in bodies[address]
    assert len(set(links.values())) == 3


def test_a_whole_batch_takes_one_connection_and_one_line_in_the_access_log(sink):
    clock, activity = Clock(), make.open_activity()
    make.wave(activity, three_people(activity), now=clock.now)

    deliver_due(clock=clock)

    assert sink.connections == 1
    lines = AccessLog.objects.filter(act="mailed")
    assert list(lines.values_list("people", "by")) == [(3, None)]


def test_who_has_answered_gets_no_reminder_and_who_has_not_gets_exactly_one(sink):
    clock, activity = Clock(), make.open_activity()
    make.wave(activity, three_people(activity), now=clock.now)
    deliver_due(clock=clock)
    answered = InviteLink.objects.get(participant__person__in=at("ana"))
    stamp_finished(answered.pk)
    sink.received.clear()

    clock.forward(days=6, hours=23)
    deliver_due(clock=clock)
    too_early = list(sink.addresses)
    clock.forward(hours=1)
    for _ in range(3):
        deliver_due(clock=clock)
        clock.forward(days=7)

    assert too_early == []
    assert sorted(sink.addresses) == ["bo@example.org", "chen@example.org"]
    assert ledger("reminder") == {
        "ana@example.org": ("dropped", "answered"),
        "bo@example.org": ("handed_over", ""),
        "chen@example.org": ("handed_over", ""),
    }


def at(name: str):
    return make.Person.objects.at_address(f"{name}@example.org")


def test_stopping_and_the_list_are_asked_again_between_start_and_sending(sink):
    clock, activity = Clock(), make.open_activity()
    ana, bo, chen = three_people(activity)
    make.wave(activity, [ana, bo, chen], now=clock.now)
    stopping.stop_messages(ana.pk)
    people.archive(bo.pk, by=make.user())

    deliver_due(clock=clock)

    assert sink.addresses == ["chen@example.org"]
    assert ledger() == {
        "ana@example.org": ("dropped", "stopped"),
        "bo@example.org": ("dropped", "archived"),
        "chen@example.org": ("handed_over", ""),
    }


def test_stopping_holds_for_everyone_at_the_address_and_can_be_taken_back(sink):
    clock, activity = Clock(), make.open_activity()
    ana = make.person(agency=activity.agency, email="ana@example.org")
    sister = make.person(email="Ana@example.org")
    stopping.stop_messages(sister.pk)
    stopping.stop_messages(sister.pk)
    make_other = make.person(agency=activity.agency, email="bo@example.org")
    make.wave(activity, [ana, make_other], now=clock.now)

    stopping.want_messages(sister.pk)
    deliver_due(clock=clock)

    assert sorted(sink.addresses) == ["ana@example.org", "bo@example.org"]
    assert not Suppression.objects.exists()


def test_no_reminder_follows_an_invitation_that_never_left(sink):
    clock, activity = Clock(), make.open_activity()
    [ana, bo, _chen] = everyone = three_people(activity)
    make.wave(activity, everyone, now=clock.now)
    stopping.stop_messages(ana.pk)
    deliver_due(clock=clock)
    stopping.want_messages(ana.pk)
    sink.received.clear()

    clock.forward(days=8)
    deliver_due(clock=clock)

    assert "ana@example.org" not in sink.addresses
    assert ledger("reminder")["ana@example.org"] == ("dropped", "not_invited")


def test_a_reminder_counts_its_days_from_the_invitation_not_from_the_start(sink):
    clock, activity = Clock(), make.open_activity()
    wave = make.wave(activity, three_people(activity), now=clock.now)
    outreach.pause(wave.pk, by=make.user())
    clock.forward(days=4)
    deliver_due(clock=clock)
    held = list(sink.addresses)
    outreach.resume(wave.pk, by=make.user())
    deliver_due(clock=clock)
    sink.received.clear()

    clock.forward(days=4)
    deliver_due(clock=clock)
    four_days_after = list(sink.addresses)
    clock.forward(days=3)
    deliver_due(clock=clock)

    assert held == four_days_after == []
    assert len(sink.addresses) == 3


def test_nothing_is_sent_at_night_and_nothing_is_lost(sink):
    clock, activity = Clock(), make.open_activity()
    clock.forward(hours=10)  # 20:00
    make.wave(activity, three_people(activity), now=clock.now)

    deliver_due(clock=clock)
    clock.forward(hours=12, minutes=59)
    deliver_due(clock=clock)
    at_night = list(sink.addresses)
    clock.forward(minutes=1)
    deliver_due(clock=clock)

    assert at_night == []
    assert len(sink.addresses) == 3


def test_a_stopped_mailing_sends_no_more(sink):
    clock, activity = Clock(), make.open_activity()
    wave = make.wave(activity, three_people(activity), now=clock.now)

    for _ in range(2):
        outreach.stop(wave.pk, by=make.user())
    deliver_due(clock=clock)

    assert sink.addresses == []
    assert set(ledger().values()) == {("dropped", "mailing_stopped")}


@pytest.mark.parametrize("state", ["closed", "paused"])
def test_a_survey_that_is_over_drops_and_one_that_is_paused_waits(sink, state):
    clock, activity = Clock(), make.open_activity()
    make.wave(activity, three_people(activity), now=clock.now)
    Activity.objects.update(state=state)

    deliver_due(clock=clock)

    expected = {"closed": ("dropped", "closed"), "paused": ("queued", "")}
    assert sink.addresses == []
    assert set(ledger().values()) == {expected[state]}


def test_an_anonymous_survey_sends_everybody_the_same_link(sink):
    clock, activity = Clock(), make.open_activity(anonymous=True)
    everyone = three_people(activity)
    make.wave(activity, everyone, now=clock.now)
    deliver_due(clock=clock)
    tapped = Delivery.objects.get(step="invitation", person=everyone[0])
    outreach.want_no_reminder(tapped.pk)
    sink.received.clear()

    clock.forward(days=7)
    deliver_due(clock=clock)

    link = InviteLink.objects.get()
    assert (link.is_personal, link.label) == (False, "Mailing")
    assert sorted(sink.addresses) == ["bo@example.org", "chen@example.org"]
    for _to, mail in sink.received:
        assert f"/i/{link.token}/" in mail.get_body(["plain"]).get_content()
    assert ledger("reminder")["ana@example.org"] == ("dropped", "done")


def test_an_address_that_is_none_is_dropped_and_the_rest_goes_on(sink):
    clock, activity = Clock(), make.open_activity()
    bad = make.person(agency=activity.agency, email="x@example.org\nBcc: y@example.org")
    good = make.person(agency=activity.agency, email="ana@example.org")
    make.wave(activity, [bad, good], now=clock.now)

    deliver_due(clock=clock)

    assert sink.addresses == ["ana@example.org"]
    assert Delivery.objects.get(step="invitation", person=bad).reason == "bad_address"
