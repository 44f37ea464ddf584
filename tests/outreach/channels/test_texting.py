"""What the gateways for text messages are told, and what their answers mean."""

import pytest

from studies.outreach.channels import NothingLeft, Outcome
from tests.outreach.channels import texting


@pytest.fixture(params=[texting.TwilioRig, texting.NotifyRig])
def rig(request, settings):
    with request.param(settings) as rig:
        yield rig


@pytest.fixture
def twilio(settings):
    with texting.TwilioRig(settings) as rig:
        yield rig


@pytest.fixture
def notify(settings):
    with texting.NotifyRig(settings) as rig:
        yield rig


def send(rig, *to: str) -> list[str]:
    said = []
    try:
        with rig.module.open_session() as session:
            for one in to:
                said.append(str(session.send(rig.outgoing(one)).outcome))
    except NothingLeft as nothing_left:
        said.append(nothing_left.trouble)
    return said


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "refused"),
        (401, "sender_refused"),
        (403, "sender_refused"),
        (408, "busy"),
        (429, "busy"),
        (302, "uncertain"),
        (500, "uncertain"),
        (502, "uncertain"),
        (503, "unreachable"),
    ],
)
def test_each_status_says_what_is_certain(rig, status, said):
    rig.answers["+12125550101"] = status, {"code": 1, "message": "no"}

    assert send(rig, "+12125550101") == [said]


@pytest.mark.parametrize("document", [b"<html>", {}, [], {"sid": "", "id": None}])
def test_a_yes_that_nobody_can_read_is_uncertain_and_the_rest_waits(rig, document):
    rig.answers["+12125550101"] = 201, document

    said = send(rig, "+12125550101", "+12125550102")

    assert said == [Outcome.UNCERTAIN, "unreachable"]


def test_a_gateway_without_its_keys_waits(rig, settings):
    settings.SMS = {}

    assert send(rig, "+12125550101") == ["not_set_up"]


def test_the_first_gateway_is_told_where_to_send_its_news(twilio):
    with twilio.module.open_session() as session:
        sent = session.send(twilio.outgoing("+12125550101", "مرحبًا"))

    [asked] = twilio.provider.asked
    assert asked.form == {
        "To": "+12125550101",
        "From": "+12125550100",
        "Body": "مرحبًا",
        "StatusCallback": "https://ask.example.org/hooks/sms/twilio/?reference="
        + "a" * 32,
    }
    assert sent.provider_id == "SM" + "1".zfill(32)


def test_a_set_of_numbers_may_send_instead_of_one(twilio, settings):
    settings.SMS = {**settings.SMS, "sender": "MG" + "1" * 32}

    send(twilio, "+12125550101")

    [asked] = twilio.provider.asked
    assert asked.form["MessagingServiceSid"] == "MG" + "1" * 32
    assert "From" not in asked.form


def test_a_sender_that_is_not_ours_is_not_the_persons_fault(twilio):
    text = "The From phone number is not a valid, SMS-capable number."
    twilio.answers["+12125550101"] = 400, {"code": 21606, "message": text}

    assert send(twilio, "+12125550101") == ["sender_refused"]


def test_the_other_gateway_gets_our_words_by_its_template(notify):
    with notify.module.open_session() as session:
        sent = session.send(notify.outgoing("+12125550101", "Hello"))

    [asked] = notify.provider.asked
    assert asked.json == {
        "phone_number": "+12125550101",
        "template_id": "template-1",
        "personalisation": {"message": "Hello"},
        "reference": "a" * 32,
    }
    assert sent.provider_id == "00000000-0000-0000-0000-000000000001"


@pytest.mark.parametrize(
    "message",
    ["Template not found", "Can’t send to this recipient using a team-only API key"],
)
def test_a_template_or_key_that_is_wrong_is_not_the_persons_fault(notify, message):
    errors = [{"error": "BadRequestError", "message": message}]
    notify.answers["+12125550101"] = 400, {"status_code": 400, "errors": errors}

    assert send(notify, "+12125550101") == ["sender_refused"]
