"""The sink that proves other things: what it takes, it writes down before it answers."""

import smtplib
import time

import pytest

from cxstudio.celery import app
from tests.outreach.proof.house import ROOT, WORKER
from tests.outreach.proof.sink import Manners, Sink, Taken

TEXT = b"Message-ID: <%d@example.org>\r\nSubject: Hello\r\n\r\nA word\r\n"


@pytest.fixture
def open_sink(tmp_path):
    """Give it its manners; gives a way to send one numbered mail, and the record."""
    sinks, senders = [], []

    def begin(manners: Manners = Manners()):  # noqa: B008  it never changes
        sink = Sink(tmp_path / "received.txt", manners)
        sinks.append(sink)
        port = sink.listen()

        def sender() -> smtplib.SMTP:
            senders.append(smtplib.SMTP("127.0.0.1", port, timeout=5))
            return senders[-1]

        return sender, Taken(sink.record)

    yield begin
    for sender in senders:
        sender.close()
    for sink in sinks:
        sink.close()


def send(sender: smtplib.SMTP, number: int) -> None:
    to = f"customer{number}@example.org"
    sender.sendmail("ask@example.org", [to], TEXT % number)


def until(claim) -> None:
    end = time.monotonic() + 5
    while not claim():
        assert time.monotonic() < end
        time.sleep(0.002)


def test_each_message_is_written_down_with_whom_it_is_for(open_sink):
    sender, taken = open_sink()
    with sender() as first:
        send(first, 1)
        send(first, 2)
        send(first, 2)

    until(lambda: taken.look().number == 3)

    assert dict(taken.messages) == {"<1@example.org>": 1, "<2@example.org>": 2}
    assert dict(taken.people) == {
        "customer1@example.org": 1,
        "customer2@example.org": 2,
    }
    assert (taken.opened, taken.broken) == (1, 0)


def test_a_sender_that_goes_without_a_word_is_counted(open_sink):
    sender, taken = open_sink()
    gone = sender()
    gone.ehlo()
    gone.close()

    until(lambda: taken.look().broken == 1)

    assert (taken.opened, taken.number) == (1, 0)


def test_it_hangs_up_on_a_message_that_it_has_and_on_one_that_it_has_not(open_sink):
    sender, taken = open_sink(Manners(cut_every=2, lose_every=3))
    kept: list[int] = []
    for number in range(1, 5):
        try:
            send(sender(), number)
            kept.append(number)
        except smtplib.SMTPServerDisconnected:
            continue

    until(lambda: taken.look().number == 3 and taken.broken == 3)

    assert kept == [1]
    assert set(taken.messages) == {f"<{number}@example.org>" for number in (1, 2, 4)}


def test_it_says_later_to_one_in_so_many(open_sink):
    sender, taken = open_sink(Manners(later_every=2))
    one = sender()
    send(one, 1)
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        send(one, 2)
    send(one, 3)

    codes = [code for code, _words in refused.value.recipients.values()]
    assert codes == [451]
    assert set(taken.look().messages) == {"<1@example.org>", "<3@example.org>"}


def test_a_slow_one_keeps_its_pace_over_all_connections(open_sink):
    sender, taken = open_sink(Manners(pace=100))
    senders = [sender(), sender()]
    began = time.monotonic()
    for number in range(10):
        send(senders[number % 2], number)

    assert time.monotonic() - began >= 0.1
    assert taken.look().number == 10


def test_commands_may_come_all_at_once(open_sink):
    sender, taken = open_sink()
    one = sender()
    one.ehlo()

    one.send(b"MAIL FROM:<a@example.org>\r\nRCPT TO:<b@example.org>\r\nDATA\r\n")
    answers = [one.getreply()[0] for _ in range(3)]
    one.send(TEXT % 1 + b".\r\nQUIT\r\n")
    answers += [one.getreply()[0] for _ in range(2)]

    assert one.has_extn("pipelining")
    assert answers == [250, 250, 354, 250, 221]
    until(lambda: taken.look().number == 1)
    assert taken.broken == 0


def test_the_first_message_is_kept_whole(tmp_path):
    sink = Sink(tmp_path / "received.txt", keep=tmp_path / "first.eml")
    port = sink.listen()
    with smtplib.SMTP("127.0.0.1", port, timeout=5) as sender:
        send(sender, 1)
        send(sender, 2)
    sink.close()

    assert (tmp_path / "first.eml").read_bytes() == TEXT % 1


def test_workers_are_killed_as_the_guide_for_operators_starts_them():
    [told] = [
        line
        for line in (ROOT / "docs/operations.md").read_text().splitlines()
        if line.startswith("# worker: ExecStart=")
    ]

    assert told.endswith(f"celery {' '.join(WORKER)}")
    # Kombu's own wording for "as often as it takes".
    assert app.conf.broker_connection_max_retries is None
