"""What a provider's answers mean: what is certain, and what only a person can judge."""

import pytest
from django.core.mail import EmailMessage

from cxstudio.posting import Left, hand_over
from studies.outreach.channels import NothingLeft, Outcome, anymail
from tests.outreach.channels.provider import Provider
from tests.outreach.channels.rigs import PostmarkRig


@pytest.fixture
def rig(settings):
    with PostmarkRig(settings) as rig:
        yield rig


def send(rig, *to: str) -> list[str]:
    said = []
    try:
        with anymail.open_session() as session:
            for one in to:
                said.append(str(session.send(rig.outgoing(one)).outcome))
    except NothingLeft as nothing_left:
        said.append(nothing_left.trouble)
    return said


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (400, "refused"),
        (413, "refused"),
        (401, "sender_refused"),
        (403, "sender_refused"),
        (404, "sender_refused"),
        (408, "busy"),
        (429, "busy"),
        (500, "uncertain"),
        (502, "uncertain"),
        (503, "unreachable"),
        (504, "uncertain"),
    ],
)
def test_each_status_says_what_is_certain(rig, status, said):
    rig.answers["ana@e.org"] = status, {"ErrorCode": 0, "Message": "no"}

    assert send(rig, "ana@e.org") == [said]


@pytest.mark.parametrize(
    "document",
    [
        b"<html>Gateway page</html>",
        {"ErrorCode": 0, "Message": "OK"},
        {"ErrorCode": 0, "Message": "OK", "MessageID": "x1"},
        [],
        {"PercentageCompleted": 100},
    ],
)
def test_a_yes_that_nobody_can_read_is_uncertain(rig, document):
    rig.answers["ana@e.org"] = 200, document

    assert send(rig, "ana@e.org") == [Outcome.UNCERTAIN]


def test_after_an_answer_that_nobody_can_read_the_rest_waits(rig):
    rig.answers["ana@e.org"] = 500, {}

    said = send(rig, "ana@e.org", "bo@e.org")

    assert said == [Outcome.UNCERTAIN, "unreachable"]
    assert rig.received() == []


def test_a_provider_that_answers_too_late_leaves_it_uncertain(rig, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "REQUESTS_TIMEOUT": (1, 0.05)}
    rig.provider.pause = 0.3

    assert send(rig, "ana@e.org") == [Outcome.UNCERTAIN]


def test_a_wrong_key_is_not_the_persons_fault(rig, settings):
    settings.ANYMAIL = {**settings.ANYMAIL, "POSTMARK_SERVER_TOKEN": "other"}

    assert send(rig, "ana@e.org", "bo@e.org") == ["sender_refused"]


def test_a_provider_without_its_key_waits(rig, settings):
    settings.ANYMAIL = {"IGNORE_UNSUPPORTED_FEATURES": True}

    assert send(rig, "ana@e.org") == ["not_set_up"]


def test_the_provider_gets_our_heads_our_reference_and_tracks_nothing(rig):
    outgoing = rig.outgoing("ana@e.org", "مرحبًا")

    with anymail.open_session() as session:
        sent = session.send(outgoing)

    [asked] = rig.provider.asked
    heads = {head["Name"]: head["Value"] for head in asked.json["Headers"]}
    assert sent.provider_id == "00000000-0000-0000-0000-000000000001"
    assert asked.json["From"] == "Office <ask@agency.example.org>"
    assert (asked.json["Subject"], asked.json["TextBody"].strip()) == ("مرحبًا",) * 2
    assert heads == {"Message-ID": "<0123456789abcdef@ask.example.org>"}
    assert asked.json["Metadata"] == {"reference": outgoing.reference}
    assert (asked.json["TrackOpens"], asked.json["TrackLinks"]) == (False, "None")


def test_another_provider_needs_no_more_than_its_name_and_keys(settings):
    def answer(asked):
        return 200, {"id": "<20270414.1@mg.example.org>", "message": "Queued."}

    with Provider(answer) as mailgun:
        settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
        settings.ANYMAIL = {
            "IGNORE_UNSUPPORTED_FEATURES": True,
            "MAILGUN_API_KEY": "key",
            "MAILGUN_SENDER_DOMAIN": "mg.example.org",
            "MAILGUN_API_URL": f"{mailgun.url}/v3",
        }
        rig = PostmarkRig(settings)
        with anymail.open_session() as session:
            sent = session.send(rig.outgoing("ana@e.org"))

    [asked] = mailgun.asked
    assert asked.path == "/v3/mg.example.org/messages"
    assert asked.form["to"] == "ana@e.org"
    assert asked.form["v:reference"] == "a" * 32
    assert (sent.outcome, sent.provider_id) == (
        Outcome.HANDED_OVER,
        "<20270414.1@mg.example.org>",
    )


@pytest.mark.parametrize(
    ("answer", "left"),
    [
        (
            (200, {"ErrorCode": 0, "Message": "OK", "MessageID": "1", "To": "a@e.org"}),
            "yes",
        ),
        ((429, {}), "no"),
        ((422, {}), "refused"),
        (
            (422, {"ErrorCode": 300, "Message": "Invalid 'To' address: 'a@e.org'."}),
            "no_such_address",
        ),
        (
            (
                422,
                {
                    "ErrorCode": 406,
                    "Message": "You tried to send to recipients that have been marked "
                    "as inactive. Found inactive addresses: a@e.org. Inactive "
                    "recipients are ones that have generated a hard bounce.",
                },
            ),
            "refused",
        ),
        ((422, {"ErrorCode": 406, "Message": "another wording"}), "unsure"),
        ((500, {}), "unsure"),
        (None, "unsure"),
    ],
)
def test_letters_about_visits_and_codes_go_the_same_way(rig, answer, left):
    rig.answers["a@e.org"] = answer
    mail = EmailMessage("Your visit", "Tomorrow", "ask@agency.example.org", ["a@e.org"])

    assert hand_over(mail) == Left(left)


def test_letters_wait_while_the_provider_is_away(rig):
    rig.away()
    mail = EmailMessage("Your visit", "Tomorrow", "ask@agency.example.org", ["a@e.org"])

    assert hand_over(mail) == Left.NO
