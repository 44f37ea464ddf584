"""What a provider calls a message: kept once, and never in the way of a send."""

import uuid

import pytest
from django.db import IntegrityError, transaction

from studies.outreach import ledger
from studies.outreach.channels import Outcome, Sent
from studies.outreach.models import Delivery
from tests import make
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db


def in_hand(number: int) -> tuple[list[Delivery], uuid.UUID]:
    clock, activity, lease = Clock(), make.open_activity(), uuid.uuid4()
    people = [make.person(agency=activity.agency) for _ in range(number)]
    wave = make.wave(activity, people, now=clock.now, reminder=None)
    rows = ledger.claim(wave.pk, lease, clock.now)
    for row in rows:
        ledger.take_in_hand(row, lease, clock.now)
    return rows, lease


def test_the_providers_name_is_kept_with_what_was_handed_over():
    [row], lease = in_hand(1)

    sent = Sent(Outcome.HANDED_OVER, "SM0123")
    ledger.record(row, lease, sent, "", Clock().now)

    row.refresh_from_db()
    assert (row.state, row.channel, row.provider_id) == (
        "handed_over",
        "email",
        "SM0123",
    )


def test_a_provider_that_calls_two_messages_the_same_stops_nothing():
    rows, lease = in_hand(2)

    for row in rows:
        sent = Sent(Outcome.HANDED_OVER, "SM0123")
        ledger.record(row, lease, sent, "", Clock().now)

    found = Delivery.objects.order_by("provider_id").values_list("state", "provider_id")
    assert list(found) == [("handed_over", ""), ("handed_over", "SM0123")]


def test_one_name_is_one_message_of_one_channel():
    [first, second], _lease = in_hand(2)
    Delivery.objects.filter(pk=first.pk).update(provider_id="SM0123", channel="sms")
    ours = Delivery.objects.filter(pk=second.pk)

    ours.update(provider_id="SM0123")
    with (
        pytest.raises(IntegrityError, match="delivery_once_per_provider_id"),
        transaction.atomic(),
    ):
        ours.update(channel="sms")


def test_a_name_longer_than_is_kept_does_not_lose_what_became_of_the_message():
    [row], lease = in_hand(1)

    sent = Sent(Outcome.HANDED_OVER, "x" * 201)
    ledger.record(row, lease, sent, "", Clock().now)

    row.refresh_from_db()
    assert (row.state, row.provider_id) == ("handed_over", "x" * 200)
