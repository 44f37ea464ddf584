"""A person settles a message of which the machine is not sure."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from cxstudio.refusal import Refusal
from studies.outreach import judging, ledger
from studies.outreach.channels import Outcome, Sent
from studies.outreach.delivering import deliver_due
from studies.outreach.models import Delivery, Wave
from tests import make
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db


def uncertain(clock: Clock, sink=None, **fields) -> Delivery:
    """An invitation whose connection broke after its last byte."""
    activity = make.open_activity(**fields)
    person = make.person(agency=activity.agency, email="bo@example.org")
    wave = make.wave(activity, [person], now=clock.now)
    row = wave.deliveries.get(step="invitation")
    if sink is None:
        wave.deliveries.filter(pk=row.pk).update(
            state="uncertain", reason="lost", claimed_at=clock.now
        )
    else:
        sink.cut_after_data = {"bo@example.org"}
        deliver_due(clock=clock)
        sink.cut_after_data = set()
    row.refresh_from_db()
    assert row.state == "uncertain"
    return row


def test_one_that_arrived_counts_as_sent_when_it_was_in_hand(sink):
    clock, designer = Clock(), make.user()
    row = uncertain(clock, sink)
    clock.forward(hours=2)

    settled = judging.judge(row.pk, "arrived", by=designer, now=clock.now)
    deliver_due(clock=clock)

    row.refresh_from_db()
    assert settled
    assert (row.state, row.reason, row.handed_over_at) == (
        "handed_over",
        "",
        row.claimed_at,
    )
    assert (row.verdict, row.judged_by, row.judged_at) == (
        "arrived",
        designer,
        clock.now,
    )
    assert sink.addresses == []


def test_one_that_did_not_arrive_goes_out_once_more(sink, woken):
    clock, designer = Clock(), make.user()
    row = uncertain(clock, sink)
    clock.forward(hours=2)

    settled = judging.judge(row.pk, "again", by=designer, now=clock.now)
    twice = judging.judge(row.pk, "again", by=make.user(), now=clock.now)
    deliver_due(clock=clock)
    deliver_due(clock=clock)

    row.refresh_from_db()
    assert (settled, twice) == (True, False)
    assert sink.addresses == ["bo@example.org"]
    assert (row.state, row.verdict, row.judged_by) == ("handed_over", "again", designer)
    assert row.handed_over_at == clock.now


def test_a_worker_is_woken_only_to_send_again(
    woken, django_capture_on_commit_callbacks
):
    arrived, again = uncertain(Clock()), uncertain(Clock())

    with django_capture_on_commit_callbacks(execute=True):
        judging.judge(arrived.pk, "arrived", by=make.user())
    before = list(woken)
    with django_capture_on_commit_callbacks(execute=True):
        judging.judge(again.pk, "again", by=make.user())

    assert (before, woken) == ([], ["outreach.deliver_due"])


def test_who_answered_meanwhile_gets_it_no_more(sink):
    clock = Clock()
    row = uncertain(clock, sink)
    row.link.__class__.objects.filter(pk=row.link_id).update(finishes=1)

    judging.judge(row.pk, "again", by=make.user(), now=clock.now)
    deliver_due(clock=clock)

    row.refresh_from_db()
    assert (row.state, row.reason, sink.addresses) == ("dropped", "answered", [])


def test_a_stopped_mailing_sends_nothing_again_but_takes_note():
    row = uncertain(Clock())
    Wave.objects.update(state="stopped")

    with pytest.raises(Refusal) as refused:
        judging.judge(row.pk, "again", by=make.user())
    noted = judging.judge(row.pk, "arrived", by=make.user())

    assert (refused.value.code, noted) == ("stopped", True)


def test_only_what_is_uncertain_is_judged():
    clock = Clock()
    row = uncertain(clock)
    Delivery.objects.filter(pk=row.pk).update(state="bounced", reason="refused")

    settled = judging.judge(row.pk, "again", by=make.user())

    row.refresh_from_db()
    assert (settled, row.state, row.verdict) == (False, "bounced", "")


def test_a_worker_that_comes_back_late_changes_nothing_that_was_judged(sink):
    clock = Clock()
    row = uncertain(clock, sink)
    lease = row.lease
    judging.judge(row.pk, "again", by=make.user(), now=clock.now)

    ledger.record(row, lease, Sent(Outcome.REFUSED), "", clock.now + timedelta(hours=1))

    row.refresh_from_db()
    assert row.state == "queued"


def test_a_judgment_names_who_and_when():
    row = uncertain(Clock())

    rule = "delivery_judged_by_somebody"
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Delivery.objects.filter(pk=row.pk).update(verdict="arrived")


def address(row: Delivery) -> str:
    return f"/studio/mailings/{row.wave_id}/message/{row.pk}/"


def enter(client, role="designer"):
    member = make.member(role=role)
    client.force_login(member.user)
    return member


def test_the_list_offers_both_answers_and_then_says_who_gave_one(client):
    member = enter(client)
    row = uncertain(Clock(), agency=member.agency)
    page = f"/studio/mailings/{row.wave_id}/?show=uncertain"

    offered = client.get(page).content.decode()
    answer = client.post(address(row), {"verdict": "arrived"}, follow=True)
    again = client.post(address(row), {"verdict": "again"}, follow=True)
    after = client.get(f"/studio/mailings/{row.wave_id}/").content.decode()

    assert 'value="arrived"' in offered
    assert 'value="again"' in offered
    assert "Noted: the message arrived." in answer.content.decode()
    assert "This was settled before." in again.content.decode()
    assert f"{member.user.name} said that it arrived" in after
    assert f'action="{address(row)}"' not in after


def test_a_stopped_mailing_offers_only_that_it_arrived(client):
    member = enter(client)
    row = uncertain(Clock(), agency=member.agency)
    Wave.objects.update(state="stopped")

    page = client.get(f"/studio/mailings/{row.wave_id}/").content.decode()
    refused = client.post(address(row), {"verdict": "again"}, follow=True)

    assert ('value="arrived"' in page, 'value="again"' in page) == (True, False)
    assert "Nothing was queued: this mailing is stopped" in refused.content.decode()


@pytest.mark.parametrize("verdict", ["", "perhaps"])
def test_anything_but_the_two_answers_changes_nothing(client, verdict):
    member = enter(client)
    row = uncertain(Clock(), agency=member.agency)

    client.post(address(row), {"verdict": verdict})

    row.refresh_from_db()
    assert (row.state, row.verdict) == ("uncertain", "")


def test_a_viewer_sees_no_button_and_judges_nothing(client):
    viewer = enter(client, role="viewer")
    row = uncertain(Clock(), agency=viewer.agency)

    page = client.get(f"/studio/mailings/{row.wave_id}/").content.decode()
    refused = client.post(address(row), {"verdict": "again"})

    assert address(row) not in page
    assert refused.status_code == 403


def test_a_message_is_found_only_under_its_own_mailing(client):
    member = enter(client)
    row = uncertain(Clock(), agency=member.agency)
    other = uncertain(Clock(), agency=member.agency)

    mixed = f"/studio/mailings/{other.wave_id}/message/{row.pk}/"

    assert client.post(mixed, {"verdict": "again"}).status_code == 404
    assert client.get(address(row)).status_code == 405
