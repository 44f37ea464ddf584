"""For each channel a real server to send to, which does what a test tells it.

A channel that can't meet a fault, such as one that writes files, leaves it out of
`meets`, and the contract passes over it there.
"""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from studies.outreach.channels import Outgoing, file, smtp
from studies.outreach.emails import POLICY
from tests.outreach.conftest import Sink, free_port

FAULTS = {"later", "refused", "no_such", "away", "lost"}


def mail(to: str, text: str) -> bytes:
    message = EmailMessage(policy=POLICY)
    message["From"] = "Office <ask@agency.example.org>"
    message["To"] = " ".join(to.split())
    message["Subject"] = text.splitlines()[0][:60]
    message["Message-ID"] = "<0123456789abcdef@ask.example.org>"
    message.set_content(text)
    return message.as_bytes()


class SmtpRig:
    module, meets, keeps_a_connection = smtp, FAULTS, True

    def __init__(self, sink: Sink, settings):
        self.sink, self.settings = sink, settings

    def outgoing(self, to: str, text: str = "Hello") -> Outgoing:
        return Outgoing(to, "ask@agency.example.org", mail(to, text), "a" * 32)

    def received(self) -> list[tuple[str, str]]:
        return [(to, _text(message)) for to, message in self.sink.received]

    def connections(self) -> int:
        return self.sink.connections

    def later(self, to: str) -> None:
        self.sink.on_rcpt[to] = "451 4.7.1 greylisted"

    def refused(self, to: str) -> None:
        self.sink.on_rcpt[to] = "554 5.7.1 we want no mail from you"

    def no_such(self, to: str) -> None:
        self.sink.on_rcpt[to] = "550 5.1.1 no such person"

    def lost(self, to: str) -> None:
        self.sink.cut_after_data.add(to)

    def away(self) -> None:
        self.settings.EMAIL_PORT = free_port()


class FileRig:
    module, meets, keeps_a_connection = file, {"away"}, False

    def __init__(self, folder: Path, settings):
        self.folder, self.settings = folder, settings
        settings.MAIL_DIR = folder

    def outgoing(self, to: str, text: str = "Hello") -> Outgoing:
        return Outgoing(to, "ask@agency.example.org", mail(to, text), "a" * 32)

    def received(self) -> list[tuple[str, str]]:
        kept = sorted(self.folder.glob("[!.]*.eml"))
        mails = [
            message_from_bytes(f.read_bytes(), policy=policy.default) for f in kept
        ]
        return [(one["X-Envelope-To"], _text(one)) for one in mails]

    def away(self) -> None:
        self.folder.mkdir(exist_ok=True)
        (self.folder / "taken").write_text("a file where a folder should be")
        self.settings.MAIL_DIR = self.folder / "taken"


def _text(message: EmailMessage) -> str:
    body = message.get_body(["plain"]).get_content()
    return body.replace("\r\n", "\n").rstrip("\n")
