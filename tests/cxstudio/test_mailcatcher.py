import email
import email.policy
import smtplib
import socket
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]


@pytest.fixture
def catcher(tmp_path):
    """A catcher on a port of its own: its port, its folder and its process."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = tmp_path / "mail"
    command = [sys.executable, "-m", "cxstudio.mailcatcher", str(port), str(folder)]
    process = subprocess.Popen(command, cwd=HOUSE, stdout=subprocess.PIPE)
    process.stdout.readline()  # it listens from here on
    yield port, folder, process
    process.terminate()
    process.communicate()


def mail(subject: str = "Thank you") -> EmailMessage:
    message = EmailMessage()
    message["Subject"] = subject
    message["From"] = "studio@example.org"
    message["To"] = "ana@example.org"
    message.set_content("We changed the letter. سلام\n")
    return message


def send(port: int, message: EmailMessage, *to: str) -> None:
    with smtplib.SMTP("127.0.0.1", port, timeout=10) as client:
        client.send_message(message, to_addrs=to or None)


def kept(folder: Path) -> list[EmailMessage]:
    return [
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
        for file in sorted(folder.glob("*.eml"))
    ]


def test_a_mail_becomes_one_whole_file(catcher):
    port, folder, _ = catcher

    send(port, mail())

    [message] = kept(folder)
    assert message["Subject"] == "Thank you"
    assert message.get_content() == "We changed the letter. سلام\r\n"
    assert [file.suffix for file in folder.iterdir()] == [".eml"]


def test_the_file_says_whom_the_envelope_named(catcher):
    port, folder, _ = catcher

    send(port, mail(), "ana@example.org", "blind-copy@example.org")

    [message] = kept(folder)
    assert message["X-Envelope-To"] == "ana@example.org, blind-copy@example.org"


def test_files_sort_in_the_order_of_arrival(catcher):
    port, folder, _ = catcher

    for subject in ("first", "second", "third"):
        send(port, mail(subject))

    assert [m["Subject"] for m in kept(folder)] == ["first", "second", "third"]


def test_only_its_owner_reads_the_mail(catcher):
    port, folder, _ = catcher

    send(port, mail())

    modes = [f"{path.stat().st_mode & 0o777:o}" for path in [folder, *folder.iterdir()]]
    assert modes == ["700", "600"]


def test_it_ends_when_asked(catcher):
    _, _, process = catcher

    process.terminate()

    assert process.wait(10) == 0
