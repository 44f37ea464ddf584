"""Where mail providers tell what became of messages: who may, and what is taken in."""

import json
import uuid

import pytest
from anymail.exceptions import AnymailInsecureWebhookWarning

from studies.outreach.models import ProviderNews
from studies.people.vault import keyed_hash
from tests.outreach import telling

pytestmark = pytest.mark.django_db


class Row:
    """All that a provider knows of one of our messages."""

    pk = uuid.UUID(int=7)


def kept() -> list[tuple]:
    rows = ProviderNews.objects.order_by("pk")
    return list(rows.values_list("kind", "reference", "provider_id"))


def test_news_is_taken_in_with_one_insert_and_no_address(
    client, settings, django_assert_num_queries
):
    telling.use(settings)

    with django_assert_num_queries(1):
        answer = telling.post(client, telling.delivered(Row, "Ana@example.org"))

    [news] = ProviderNews.objects.all()
    assert answer.status_code == 200
    assert (news.kind, news.reference, news.channel, news.state) == (
        "delivered",
        Row.pk,
        "email",
        "waiting",
    )
    assert news.address_hash == keyed_hash("ana@example.org")
    assert "example.org" not in str(vars(news))


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({"Authorization": "Basic aG9va3M6Z3Vlc3NlZA=="}, 403),
        ({"Authorization": "nonsense"}, 403),
    ],
)
def test_a_call_that_proves_nothing_is_turned_away(client, settings, headers, status):
    telling.use(settings)

    answer = telling.post(client, telling.delivered(Row), headers=headers)

    assert (answer.status_code, kept()) == (status, [])


def test_without_a_secret_the_door_stays_shut(client, settings):
    telling.use(settings, WEBHOOK_SECRET=[])

    with pytest.warns(AnymailInsecureWebhookWarning):
        answer = telling.post(client, telling.delivered(Row))

    assert (answer.status_code, kept()) == (404, [])


@pytest.mark.parametrize("where", ["mailgun", "nobody", "postmark_inbound"])
def test_only_the_provider_that_sends_for_us_has_a_door(client, settings, where):
    telling.use(settings)

    answer = telling.post(client, {}, where=f"/hooks/mail/{where}/")

    assert answer.status_code == 404


def test_no_provider_no_door(client):
    assert telling.post(client, telling.delivered(Row)).status_code == 404


def test_a_provider_may_look_whether_the_address_is_there(client, settings):
    telling.use(settings)

    assert client.head("/hooks/mail/postmark/").status_code == 200
    assert client.get("/hooks/mail/postmark/").status_code == 405


@pytest.mark.parametrize("body", ["", "{", "[]", '"text"', '{"RecordType": ["x"]}'])
def test_a_call_that_cannot_be_read_is_turned_away_in_peace(client, settings, body):
    telling.use(settings)

    answer = telling.post(client, body)

    assert (answer.status_code in (200, 400), kept()) == (True, [])


@pytest.mark.parametrize(
    ("field", "value"), [("Metadata", ["x"]), ("MessageID", "with\0nothing")]
)
def test_a_strange_part_of_a_call_is_no_failure_of_ours(client, settings, field, value):
    telling.use(settings)

    answer = telling.post(client, telling.delivered(Row) | {field: value})

    assert answer.status_code in (200, 400)


def test_a_signature_in_the_body_is_checked(client, settings):
    telling.use(settings, "mailgun", MAILGUN_API_KEY="key", WEBHOOK_SECRET=[])
    ours = telling.mailgun(Row, "delivered", "key")
    forged = telling.mailgun(Row, "complained", "guessed")
    where = {"where": "/hooks/mail/mailgun/", "headers": {}}

    answers = [telling.post(client, one, **where) for one in (forged, ours)]

    assert [answer.status_code for answer in answers] == [401, 200]
    assert kept() == [("delivered", Row.pk, "<20270414.1@mg.example.org>")]


def test_several_pieces_of_news_come_in_one_call(
    client, settings, django_assert_num_queries
):
    telling.use(settings, "sparkpost")
    events = ["injection", "delivery", "open", "spam_complaint", "list_unsubscribe"]
    call = [telling.sparkpost(Row, event, n) for n, event in enumerate(events)]
    said = {"bounce_class": "22", "raw_reason": "552 mailbox full, code 452"}
    call.append(telling.sparkpost(Row, "bounce", 9, **said))

    with django_assert_num_queries(1):
        telling.post(client, json.dumps(call), where="/hooks/mail/sparkpost/")

    kinds = [kind for kind, _reference, _id in kept()]
    assert sorted(kinds) == ["complained", "delivered", "for_now", "stopped"]


def test_the_same_news_is_kept_once_however_often_it_is_told(client, settings):
    telling.use(settings)

    for _ in range(3):
        answer = telling.post(client, telling.complained(Row))
    telling.post(client, telling.complained(Row, BouncedAt="2027-04-15T12:00:00Z"))

    assert answer.status_code == 200
    assert [kind for kind, _reference, _id in kept()] == ["complained"] * 2


@pytest.mark.parametrize(
    ("told", "kind"),
    [
        (telling.bounced(Row), "no_such_address"),
        (telling.bounced(Row, said=""), "no_such_address"),
        (telling.bounced(Row, said="smtp;550 5.2.2 mailbox full"), "for_now"),
        (telling.bounced(Row, said="smtp;452 4.2.2 mailbox full"), "for_now"),
        (telling.bounced(Row, said="550 5.7.1 blocked by a list"), "refused"),
        (telling.bounced(Row, said="550 5.1.8 bad sender"), "refused"),
        (telling.bounced(Row, "SoftBounce", said=""), "for_now"),
        (telling.bounced(Row, "Blocked", said="550 5.7.1 policy"), "refused"),
        (telling.bounced(Row, "BadEmailAddress", said=""), "no_such_address"),
        (telling.complained(Row), "complained"),
        (telling.unsubscribed(Row), "stopped"),
        (telling.delivered(Row), "delivered"),
    ],
)
def test_each_kind_of_news_has_one_meaning(client, settings, told, kind):
    telling.use(settings)

    telling.post(client, told)

    assert [found for found, _reference, _id in kept()] == [kind]


@pytest.mark.parametrize(
    "told",
    [
        telling.bounced(Row, "Transient", said="4.7.1 greylisted"),
        telling.bounced(Row, "AutoResponder"),
        telling.unsubscribed(Row, SuppressSending=False),
        {"RecordType": "Open", "Recipient": "ana@example.org", "Metadata": {}},
    ],
)
def test_what_changes_nothing_is_not_kept(client, settings, told):
    telling.use(settings)

    assert telling.post(client, told).status_code == 200
    assert kept() == []


def test_our_own_message_id_will_do_where_the_provider_gives_nothing_back(
    client, settings
):
    telling.use(settings)
    told = telling.delivered(None, MessageID=f"<{Row.pk.hex}@ask.example.org>")

    telling.post(client, told)

    [(_kind, reference, _id)] = kept()
    assert reference == Row.pk
