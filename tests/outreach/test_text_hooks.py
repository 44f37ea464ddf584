"""Where gateways tell what became of text messages, and what people answered."""

import base64
import hashlib
import hmac
import json
import uuid
from importlib import import_module
from urllib.parse import urlencode

import pytest
from django.apps import apps
from django.db import connection

from studies.outreach import answering_texts, stopping
from studies.outreach.models import ProviderNews, Suppression
from studies.people.models import Person
from studies.people.vault import keyed_hash
from tests import make
from tests.outreach.channels.texting import TOKEN, NotifyRig

pytestmark = pytest.mark.django_db
PHONE, ROW = "+12125550101", uuid.UUID(int=7)


@pytest.fixture
def twilio(settings, client):
    settings.BASE_URL = "https://ask.example.org"
    settings.CHANNELS = {"email": "smtp", "sms": "twilio"}
    settings.SMS = {"token": TOKEN}

    def post(where: str, token: str = TOKEN, **fields: str):
        """One call, signed as the gateway signs it."""
        told = settings.BASE_URL + where
        told += "".join(name + fields[name] for name in sorted(fields))
        seal = hmac.digest(token.encode(), told.encode(), hashlib.sha1)
        return client.post(
            where,
            urlencode(fields),
            content_type="application/x-www-form-urlencoded",
            headers={"X-Twilio-Signature": base64.b64encode(seal).decode()},
        )

    return post


@pytest.fixture
def notify(settings, client):
    settings.CHANNELS = {"email": "smtp", "sms": "notify"}
    settings.SMS = {"hook_token": "agreed-token"}

    def post(where: str, token: str = "agreed-token", **fields):
        heads = {"Authorization": f"Bearer {token}"}
        return client.post(
            where, json.dumps(fields), content_type="application/json", headers=heads
        )

    return post


def status(post, **fields):
    told = {"MessageSid": "SM1", "To": PHONE, "MessageStatus": "delivered"} | fields
    return post(f"/hooks/sms/twilio/?reference={ROW.hex}", **told)


def wrote(post, text: str, sid: str = "SM9", **fields):
    told = {"MessageSid": sid, "From": PHONE, "Body": text} | fields
    return post("/hooks/sms/twilio/answers/", **told)


def kept() -> list[tuple]:
    rows = ProviderNews.objects.order_by("pk")
    return list(rows.values_list("kind", "reference", "provider_id", "state"))


def test_news_of_a_text_message_is_one_insert_and_holds_no_number(
    twilio, django_assert_num_queries
):
    with django_assert_num_queries(1):
        answer = status(twilio)

    [news] = ProviderNews.objects.all()
    assert answer.status_code == 200
    assert kept() == [("delivered", ROW, "SM1", "waiting")]
    assert (news.channel, news.address_hash) == ("sms", keyed_hash(PHONE))
    assert PHONE[2:] not in str(vars(news))


@pytest.mark.parametrize(
    ("told", "kinds"),
    [
        ({"MessageStatus": "queued"}, []),
        ({"MessageStatus": "sent"}, []),
        ({"MessageStatus": "undelivered", "ErrorCode": "30003"}, ["for_now"]),
        ({"MessageStatus": "undelivered", "ErrorCode": "30006"}, ["no_such_address"]),
        ({"MessageStatus": "failed", "ErrorCode": "30007"}, ["refused"]),
        ({"MessageStatus": "failed", "ErrorCode": "21610"}, ["stopped"]),
        ({"MessageStatus": "failed"}, ["came_back"]),
    ],
)
def test_each_status_has_one_meaning(twilio, told, kinds):
    for _ in range(2):
        assert status(twilio, **told).status_code == 200

    assert [kind for kind, *_rest in kept()] == kinds


def test_a_call_with_a_wrong_signature_changes_nothing(twilio, client):
    answers = [
        status(twilio, token="guessed").status_code,
        wrote(twilio, "STOP", token="guessed").status_code,
        client.post("/hooks/sms/twilio/answers/", {"Body": "STOP"}).status_code,
    ]

    assert answers == [403, 403, 403]
    assert (kept(), Suppression.objects.count()) == ([], 0)


@pytest.mark.parametrize("where", ["notify", "file", "nobody"])
def test_only_the_gateway_that_sends_for_us_has_a_door(twilio, where):
    assert twilio(f"/hooks/sms/{where}/").status_code == 404
    assert twilio(f"/hooks/sms/{where}/answers/").status_code == 404


def test_without_a_secret_the_door_stays_shut(twilio, settings):
    settings.SMS = {}

    assert status(twilio, token="").status_code == 403


def test_a_call_in_another_shape_is_turned_away_in_peace(twilio):
    assert twilio("/hooks/sms/twilio/answers/", Body="STOP").status_code == 400


def test_one_word_stops_at_once_and_is_confirmed_where_the_gateway_does_not(
    twilio, django_assert_max_num_queries
):
    person = make.person(phone="(212) 555-0101", email="ana@example.org")

    with django_assert_max_num_queries(8):
        answer = wrote(twilio, "توقف")

    assert stopping.has_stopped(person.pk)
    assert set(Suppression.objects.values_list("address_hash", flat=True)) == {
        person.email_hash,
        person.phone_hash,
    }
    assert answer.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert answer.content.decode().count("<Message>") == 1


@pytest.mark.parametrize(
    ("text", "more"), [("STOP", {}), ("ALTO", {"OptOutType": "STOP"})]
)
def test_what_the_gateway_confirms_by_itself_is_not_confirmed_twice(twilio, text, more):
    answer = wrote(twilio, text, **more)

    assert b"<Message>" not in answer.content
    assert Suppression.objects.get().address_hash == keyed_hash(PHONE)


def test_a_stop_that_is_told_again_after_start_stops_nothing(twilio):
    make.person(phone=PHONE)
    wrote(twilio, "parar", sid="SM1")
    wrote(twilio, "reanudar", sid="SM2")

    replayed = wrote(twilio, "parar", sid="SM1")

    assert not Suppression.objects.exists()
    assert b"<Message>" not in replayed.content


def test_start_does_not_bring_back_a_number_that_is_none_of_theirs(twilio):
    other = make.person(phone="+12125550102")
    stopping.stop_messages(other.pk)

    wrote(twilio, "START")

    assert stopping.has_stopped(other.pk)


def test_where_a_family_shares_a_phone_one_does_not_speak_for_the_others_mail(twilio):
    agency = make.agency()
    for name in ("ana", "bo"):
        make.person(agency=agency, phone=PHONE, email=f"{name}@example.org")

    wrote(twilio, "STOP")

    assert [row.address_hash for row in Suppression.objects.all()] == [
        keyed_hash(PHONE)
    ]


def test_other_words_are_not_kept_anywhere(twilio, caplog):
    answer = wrote(twilio, "My caseworker is Zsofia")

    assert answer.status_code == 200
    assert (kept(), caplog.records) == ([], [])


@pytest.mark.parametrize(
    ("said", "kinds"),
    [
        ("delivered", ["delivered"]),
        ("permanent-failure", ["no_such_address"]),
        ("temporary-failure", ["for_now"]),
        ("technical-failure", ["refused"]),
        ("sending", []),
    ],
)
def test_the_other_gateway_tells_in_its_own_words(notify, said, kinds):
    told = {"id": "n1", "reference": ROW.hex, "to": PHONE, "status": said}

    answer = notify("/hooks/sms/notify/", **told)

    assert answer.status_code == 200
    assert [kind for kind, *_rest in kept()] == kinds


def test_the_other_gateway_passes_on_a_stop(notify):
    told = {"id": "n2", "source_number": PHONE[1:], "message": "停止"}

    refused = notify("/hooks/sms/notify/answers/", token="guessed", **told)
    notify("/hooks/sms/notify/answers/", **told)

    assert refused.status_code == 403
    assert [row.address_hash for row in Suppression.objects.all()] == [
        keyed_hash(PHONE)
    ]


@pytest.mark.parametrize("body", ["{", "[]", '{"id": "n1"}', '"x"'])
def test_the_other_gateways_call_in_another_shape_is_turned_away(client, notify, body):
    heads = {"Authorization": "Bearer agreed-token"}
    for where in ("/hooks/sms/notify/", "/hooks/sms/notify/answers/"):
        answer = client.post(
            where, body, content_type="application/json", headers=heads
        )

        assert answer.status_code == 400


@pytest.mark.parametrize(
    "written", ["212-555-0101", "(212) 555 0101", "+1 212 555 0101", "001 212 5550101"]
)
def test_a_number_is_one_number_however_it_was_written(written):
    same = keyed_hash(written) == keyed_hash(PHONE)

    assert same == (not written.startswith("00"))


def test_numbers_of_before_are_found_as_they_are_dialed_and_stay_stopped():
    migration = import_module("studies.migrations.0039_phones_as_dialed")
    person, other = make.person(phone="(212) 555-0101"), make.person(phone=PHONE)
    Person.objects.filter(pk=person.pk).update(phone_hash="of before")
    Suppression.objects.create(address_hash="of before", reason="stopped")

    for _ in range(2):
        migration.hash_as_dialed(apps, connection.schema_editor())

    person.refresh_from_db()
    assert person.phone_hash == other.phone_hash == keyed_hash(PHONE)
    assert stopping.has_stopped(person.pk)


@pytest.mark.parametrize(
    ("text", "kind", "left"),
    [("DOŚĆ", "STOP", 1), ("WRÓĆ", "START", 0), ("pomoc", "HELP", 1), ("Yes", "", 0)],
)
def test_a_word_of_the_accounts_own_holds_as_the_gateway_took_it(
    twilio, text, kind, left
):
    if kind != "STOP":
        stopping.stop_number(keyed_hash(PHONE))

    answer = wrote(twilio, text, **({"OptOutType": kind} if kind else {}))

    assert Suppression.objects.count() == left
    assert b"<Message>" not in answer.content


@pytest.fixture
def gateway(settings):
    with NotifyRig(settings) as rig:
        settings.CHANNELS = {"email": "smtp", "sms": "notify"}
        settings.SMS = settings.SMS | {"hook_token": "agreed-token"}
        yield rig


def said(notify, text: str, name: str = "n1") -> None:
    told = {"id": name, "source_number": PHONE[1:], "message": text}
    answer = notify("/hooks/sms/notify/answers/", **told)
    assert b"<Message>" not in answer.content


def test_where_the_gateway_takes_no_answer_one_text_confirms_the_word(
    notify, gateway, woken, django_capture_on_commit_callbacks
):
    make.person(phone="(212) 555-0101", language="es-mx")
    with django_capture_on_commit_callbacks(execute=True):
        said(notify, "STOP")
        said(notify, "STOP")
    pk = ProviderNews.objects.get().pk

    sent = [answering_texts.confirm(pk) for _ in range(2)]

    assert (woken, sent) == (["outreach.confirm_word"], [True, False])
    [(to, words)] = gateway.received()
    assert (to, words) == (PHONE, answering_texts._words(True, "es"))
    told = {"id": "n9", "reference": f"confirms-{pk}", "status": "delivered"}
    notify("/hooks/sms/notify/", **told, to=PHONE)
    assert ProviderNews.objects.count() == 1


def test_nobody_on_a_list_and_a_gateway_that_is_away_end_in_peace(notify, gateway):
    said(notify, "STOP")
    stranger = answering_texts.confirm(ProviderNews.objects.get().pk)
    make.person(phone=PHONE)
    said(notify, "START", name="n2")
    gateway.away()

    away = answering_texts.confirm(ProviderNews.objects.get(kind="wanted").pk)

    assert (stranger, away) == (False, False)
    assert not Suppression.objects.exists()


def test_news_of_a_text_about_a_visit_names_the_visit(twilio):
    about = f"visit-12-{ROW.hex}"
    told = {"MessageSid": "SM1", "To": PHONE, "MessageStatus": "delivered"}

    twilio(f"/hooks/sms/twilio/?reference={about}", **told)
    twilio("/hooks/sms/twilio/?reference=visit-x", **told)

    rows = ProviderNews.objects.order_by("pk").values_list("about", "reference")
    assert list(rows) == [(about, None), ("", None)]
