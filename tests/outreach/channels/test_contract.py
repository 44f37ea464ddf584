"""What every channel promises, asked of each over a real connection."""

import pytest

from studies.outreach.channels import MODULES, NothingLeft, Outcome, open_session
from tests.outreach.channels import rigs, texting

RIGS = {
    "smtp": rigs.SmtpRig,
    "file": rigs.FileRig,
    "anymail": rigs.PostmarkRig,
    "twilio": texting.TwilioRig,
    "notify": texting.NotifyRig,
}


@pytest.fixture
def rig(request, settings, tmp_path):
    if request.param == "smtp":
        yield rigs.SmtpRig(request.getfixturevalue("sink"), settings)
    elif request.param == "file":
        yield rigs.FileRig(tmp_path / "mail", settings)
    else:
        with RIGS[request.param](settings) as rig:
            yield rig


def each(fault: str = ""):
    """Every channel, or those that can meet with this fault."""
    names = [name for name in RIGS if not fault or fault in RIGS[name].meets]
    return pytest.mark.parametrize("rig", names, indirect=True)


def send(rig, *messages) -> list[str]:
    """What became of each: its outcome, or why the session ended before it left."""
    said = []
    try:
        with rig.module.open_session() as session:
            for message in messages:
                said.append(str(session.send(message).outcome))
    except NothingLeft as nothing_left:
        said.append(nothing_left.trouble)
    return said


def test_every_channel_is_held_to_the_contract():
    assert sorted(RIGS) == sorted(MODULES)


@each()
def test_a_batch_arrives_whole_and_in_order(rig):
    batch = [rig.outgoing(to, f"Hello {to[0]}") for to in ("ana@e.org", "bo@e.org")]

    said = send(rig, *batch)

    assert said == [Outcome.HANDED_OVER] * 2
    assert rig.received() == [("ana@e.org", "Hello a"), ("bo@e.org", "Hello b")]
    assert not rig.keeps_a_connection or rig.connections() == 1


@each()
def test_no_two_messages_have_one_name_with_the_provider(rig):
    with rig.module.open_session() as session:
        names = [session.send(rig.outgoing("ana@e.org")).provider_id for _ in range(2)]

    assert not any(names) or len(set(names)) == 2


@each("later")
def test_a_refusal_for_now_is_one_for_later_and_the_next_goes_on(rig):
    rig.later("ana@e.org")

    said = send(rig, rig.outgoing("ana@e.org"), rig.outgoing("bo@e.org"))

    assert said == [Outcome.LATER, Outcome.HANDED_OVER]
    assert rig.received() == [("bo@e.org", "Hello")]


@each("refused")
def test_a_refusal_for_good_is_told_from_a_missing_address(rig):
    rig.refused("ana@e.org")
    rig.no_such("bo@e.org")

    to = ("ana@e.org", "bo@e.org", "chen@e.org")
    said = send(rig, *[rig.outgoing(one) for one in to])

    assert said == [Outcome.REFUSED, Outcome.NO_SUCH_ADDRESS, Outcome.HANDED_OVER]
    assert rig.received() == [("chen@e.org", "Hello")]


@each("away")
def test_a_server_that_is_away_has_got_nothing(rig):
    rig.away()

    assert send(rig, rig.outgoing("ana@e.org")) == ["unreachable"]


@each("lost")
def test_a_connection_lost_in_between_leaves_it_uncertain(rig):
    rig.lost("ana@e.org")

    assert send(rig, rig.outgoing("ana@e.org")) == [Outcome.UNCERTAIN]


@each()
@pytest.mark.parametrize(
    "to",
    [
        "ana@e.org\r\nRCPT TO:<spy@e.org>",
        "ana@e.org\nBcc: spy@e.org",
        "a\x00na@e.org",
        "",
    ],
)
def test_an_address_with_more_than_an_address_reaches_nobody(rig, to):
    said = send(rig, rig.outgoing(to), rig.outgoing("bo@e.org"))

    assert said == [Outcome.REFUSED, Outcome.HANDED_OVER]
    assert rig.received() == [("bo@e.org", "Hello")]


@each()
@pytest.mark.parametrize(
    "text",
    [
        "Hello\n.\n..two dots\nend",
        "\n".join(["A line of words. " * 5 + "end"] * 400),
        "مرحبًا، رأيك مهم: https://ask.example.org/i/abc/",
        "您好 👋🏽 quote “so” é ñ €",
    ],
)
def test_each_text_arrives_as_it_was_written(rig, text):
    assert send(rig, rig.outgoing("ana@e.org", text)) == [Outcome.HANDED_OVER]

    assert rig.received() == [("ana@e.org", text.rstrip())]


def test_a_kind_of_message_that_nothing_serves_waits(settings):
    settings.CHANNELS = {"email": "smtp", "sms": ""}

    with pytest.raises(NothingLeft) as nothing_left, open_session("sms"):
        pass

    assert nothing_left.value.trouble == "not_set_up"


def test_a_setting_says_which_module_serves_a_channel(settings, tmp_path):
    settings.CHANNELS = {"email": "file"}
    rig = rigs.FileRig(tmp_path / "mail", settings)

    with open_session("email") as session:
        session.send(rig.outgoing("ana@e.org"))

    assert rig.received() == [("ana@e.org", "Hello")]
