"""News of providers is laid to its messages, and feeds do-not-contact at once."""

import itertools
import logging
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from studies.outreach import news, stopping
from studies.outreach.models import Delivery, ProviderNews, Suppression
from studies.people.vault import keyed_hash
from tests import make
from tests.outreach.clock import Clock

pytestmark = pytest.mark.django_db
NOW = Clock().now


def sent(number: int = 1, **fields) -> list[Delivery]:
    """Messages of one mailing that were handed over."""
    activity = make.open_activity()
    people = [
        make.person(agency=activity.agency, email=f"person{n}@example.org")
        for n in range(number)
    ]
    make.wave(activity, people, now=NOW, reminder=None)
    values = {"state": "handed_over", "claimed_at": NOW, "handed_over_at": NOW}
    Delivery.objects.update(**values | fields)
    return list(Delivery.objects.select_related("person").order_by("pk"))


def tell(row: Delivery | None, kind: str, **fields) -> ProviderNews:
    values = {
        "key": f"{make.n():064}",
        "kind": kind,
        "channel": "email",
        "reference": row.pk if row else None,
        "address_hash": row.person.email_hash if row and row.person else "",
        "due_at": NOW,
        "received_at": NOW,
    }
    return ProviderNews.objects.create(**values | fields)


def state_of(row: Delivery) -> tuple[str, str]:
    return Delivery.objects.values_list("state", "reason").get(pk=row.pk)


def kept_off() -> dict[str, str]:
    return dict(Suppression.objects.values_list("address_hash", "reason"))


@pytest.mark.parametrize(
    ("kind", "state", "suppressed"),
    [
        ("delivered", ("delivered", ""), ""),
        ("came_back", ("bounced", "came_back"), ""),
        ("for_now", ("queued", "came_back"), ""),
        ("refused", ("bounced", "provider_refused"), ""),
        ("no_such_address", ("bounced", "no_such_address"), "bounced"),
        ("complained", ("complained", "complained"), "stopped"),
        ("stopped", ("handed_over", ""), "stopped"),
    ],
)
def test_each_kind_of_news_ends_in_one_state(kind, state, suppressed):
    [row] = sent()
    tell(row, kind)

    counted = news.fold_waiting(now=NOW), news.fold_waiting(now=NOW)

    assert counted == (1, 0)
    assert state_of(row) == state
    hashed = row.person.email_hash
    assert kept_off() == ({hashed: suppressed} if suppressed else {})
    assert ProviderNews.objects.get().state == "folded"


PAIRS = {
    frozenset({"delivered", "came_back"}): "bounced",
    frozenset({"delivered", "no_such_address"}): "bounced",
    frozenset({"delivered", "for_now"}): "bounced",
    frozenset({"for_now", "no_such_address"}): "bounced",
    frozenset({"for_now", "complained"}): "complained",
    frozenset({"for_now", "came_back"}): "bounced",
    frozenset({"delivered", "complained"}): "complained",
    frozenset({"no_such_address", "complained"}): "complained",
}


@pytest.mark.parametrize("together", [True, False])
@pytest.mark.parametrize(
    "order", [order for pair in PAIRS for order in itertools.permutations(sorted(pair))]
)
def test_news_in_any_order_ends_in_the_same_state(order, together):
    [row] = sent()

    for kind in order:
        tell(row, kind)
        if not together:
            news.fold_waiting(now=NOW)
    news.fold_waiting(now=NOW)

    assert state_of(row)[0] == PAIRS[frozenset(order)]


@pytest.mark.parametrize(
    "order", itertools.permutations(["no_such_address", "stopped"])
)
def test_a_persons_own_word_stands_above_a_bounce(order):
    [row] = sent()

    for kind in order:
        tell(row, kind)
        news.fold_waiting(now=NOW)

    assert kept_off() == {row.person.email_hash: "stopped"}


def test_a_complaint_stops_every_way_to_the_person():
    [row] = sent()
    row.person.phone = "+12125550101"
    row.person.save()
    tell(row, "complained")

    news.fold_waiting(now=NOW)

    assert stopping.has_stopped(row.person_id)
    assert kept_off() == dict.fromkeys(row.person.address_hashes, "stopped")


def test_an_address_that_was_mended_meanwhile_is_not_kept_off():
    [row] = sent()
    old = row.person.email_hash
    tell(row, "no_such_address")
    row.person.email = "mended@example.org"
    row.person.save()

    news.fold_waiting(now=NOW)

    assert kept_off() == {old: "bounced"}


def test_news_settles_what_nobody_was_sure_of_and_a_person_need_not():
    [row] = sent(state="uncertain", reason="lost", handed_over_at=None)
    tell(row, "delivered")

    news.fold_waiting(now=NOW)

    assert state_of(row) == ("delivered", "")


@pytest.mark.parametrize("state", ["queued", "dropped"])
def test_news_of_an_earlier_try_moves_no_message_that_waits(state):
    reason = "closed" if state == "dropped" else ""
    [row] = sent(state=state, reason=reason, handed_over_at=None)
    tell(row, "delivered")

    news.fold_waiting(now=NOW)

    assert state_of(row) == (state, reason)


def test_the_providers_name_finds_the_message_too():
    [row] = sent(provider_id="00000000-1")
    tell(None, "delivered", provider_id="00000000-1")
    tell(None, "complained", provider_id="00000000-1", channel="sms")

    news.fold_waiting(now=NOW)

    assert state_of(row) == ("delivered", "")


def test_news_that_overtakes_our_own_mark_is_laid_to_it_later():
    [row] = sent(provider_id="")
    tell(None, "delivered", provider_id="00000000-1")
    news.fold_waiting(now=NOW)
    Delivery.objects.update(provider_id="00000000-1")

    news.fold_waiting(now=NOW + timedelta(minutes=5))

    assert state_of(row) == ("delivered", "")


def test_news_of_no_message_of_ours_is_counted_and_named_to_nobody(caplog):
    tell(None, "complained", address_hash=keyed_hash("spy@example.org"))
    later = NOW + timedelta(days=8)

    with caplog.at_level(logging.WARNING):
        for minutes in range(0, 30, 5):
            news.fold_waiting(now=NOW + timedelta(minutes=minutes))

    [line] = [r for r in caplog.records if r.message == "provider_news_unknown"]
    assert line.news == 1
    assert "spy" not in str(vars(line))
    assert ProviderNews.objects.get().state == "unknown"
    assert kept_off() == {keyed_hash("spy@example.org"): "stopped"}
    assert (news.unknown_lately(NOW), news.unknown_lately(later)) == (1, 0)


def test_news_of_somebody_who_is_erased_keeps_their_address_off_all_the_same():
    [row] = sent()
    tell(row, "complained")
    hashed = row.person.email_hash
    row.person.delete()

    news.fold_waiting(now=NOW)

    assert kept_off() == {hashed: "stopped"}
    assert state_of(row)[0] == "complained"


def test_folding_many_asks_no_more_than_folding_one(django_assert_num_queries):
    rows = sent(8)
    for row in rows[:1]:
        tell(row, "no_such_address")
    with django_assert_num_queries(18) as one:
        news.fold_waiting(now=NOW)
    for row in rows[1:]:
        tell(row, "no_such_address")

    with django_assert_num_queries(len(one)):
        news.fold_waiting(now=NOW)


def test_old_news_is_forgotten():
    [row] = sent()
    tell(row, "delivered")
    tell(row, "complained", received_at=NOW - timedelta(days=91))

    news.forget_old(now=NOW)

    assert list(ProviderNews.objects.values_list("kind", flat=True)) == ["delivered"]


def test_a_thousand_names_of_a_provider_are_found_by_its_index(db):
    rows = [
        ProviderNews(pk=n, channel="email", provider_id=f"SM{n}") for n in range(1000)
    ]

    with CaptureQueriesContext(connection) as seen:
        news._messages(rows)

    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(f"EXPLAIN {seen[-1]['sql']}")
        plan = "\n".join(line for (line,) in cursor.fetchall())
    assert "delivery_once_per_provider_id" in plan


def test_news_that_names_our_message_asks_for_no_name_of_the_provider():
    [row] = sent(provider_id="SM1")
    told = tell(row, "delivered", provider_id="SM1")

    with CaptureQueriesContext(connection) as seen:
        found = news._messages([told])

    assert (found, len(seen)) == ({told.pk: row}, 1)


def test_one_name_at_two_channels_is_two_messages():
    first, second = sent(2)
    Delivery.objects.filter(pk=first.pk).update(provider_id="SM1", channel="sms")
    Delivery.objects.filter(pk=second.pk).update(provider_id="SM1")
    told = [
        tell(None, "delivered", channel=c, provider_id="SM1") for c in ("email", "sms")
    ]

    assert news._messages(told) == {told[0].pk: second, told[1].pk: first}


def test_whoever_runs_the_installation_reads_what_was_about_none_of_ours(client):
    told = {"state": "unknown", "address_hash": keyed_hash("spy@example.org")}
    tell(None, "complained", **told | {"received_at": timezone.now()})
    tell(None, "delivered", **told)
    where = reverse("news-unknown")
    client.force_login(make.user(is_operator=True))

    page = client.get(where).text
    client.force_login(make.member(role="administrator").user)

    assert "Providers told us 2 times in the last 7 days" in page
    assert page.count('<th scope="row">') == 2
    assert page.count("We write to this address no more.") == 1
    assert told["address_hash"] not in page
    assert client.get(where).status_code == 404


def test_only_whoever_runs_the_installation_is_led_there(client):
    told = tell(None, "came_back", state="unknown", received_at=timezone.now())
    member = make.member(role="administrator")
    make.study(agency=member.agency, state="running")
    led = []
    for is_operator in (True, False):
        type(member.user).objects.update(is_operator=is_operator)
        client.force_login(member.user)
        page = client.get(reverse("admin:index"), follow=True).text
        led.append(reverse("news-unknown") in page)

    assert (led, told.closes) == ([True, False], False)
