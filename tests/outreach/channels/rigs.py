"""For each channel a real server to send to, which does what a test tells it.

A channel that can't meet a fault, such as one that writes files, leaves it out of
`meets`, and the contract passes over it there.
"""

from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from studies.outreach.channels import Outgoing, anymail, file, smtp
from studies.outreach.emails import POLICY
from tests.outreach.channels.provider import Answer, Asked, Provider
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


class PostmarkRig:
    """A provider of django-anymail whose answers tell one person from another."""

    module, meets, keeps_a_connection = anymail, FAULTS - {"later"}, True

    def __init__(self, settings):
        self.settings = settings
        self.answers: dict[str, Answer] = {}
        self.provider = Provider(self.answer)

    def __enter__(self) -> "PostmarkRig":
        self.provider.__enter__()
        self.settings.EMAIL_BACKEND = "anymail.backends.postmark.EmailBackend"
        self._at(self.provider.url)
        return self

    def __exit__(self, *error) -> None:
        self.provider.__exit__(*error)

    def _at(self, url: str) -> None:
        self.settings.ANYMAIL = {
            **self.settings.ANYMAIL,
            "POSTMARK_SERVER_TOKEN": "server-token",
            "POSTMARK_API_URL": url,
        }

    def answer(self, asked: Asked) -> Answer:
        if asked.headers["X-Postmark-Server-Token"] != "server-token":
            return 401, {"ErrorCode": 10, "Message": "Bad or missing API token."}
        to = asked.json["To"]
        if to in self.answers:
            return self.answers[to]
        return 200, {
            "To": to,
            "SubmittedAt": "2027-04-14T10:00:00Z",
            "MessageID": f"00000000-0000-0000-0000-{len(self.provider.asked):012}",
            "ErrorCode": 0,
            "Message": "OK",
        }

    def outgoing(self, to: str, text: str = "Hello") -> Outgoing:
        return Outgoing(to, "ask@agency.example.org", mail(to, text), "a" * 32)

    def received(self) -> list[tuple[str, str]]:
        taken = [
            a.json for a in self.provider.asked if a.json["To"] not in self.answers
        ]
        return [
            (one["To"], one["TextBody"].replace("\r\n", "\n").rstrip("\n"))
            for one in taken
        ]

    def connections(self) -> int:
        return self.provider.connections

    def refused(self, to: str) -> None:
        text = (
            "You tried to send to a recipient that has been marked as inactive.\n"
            f"Found inactive addresses: {to}.\nInactive recipients are ones that have"
            " generated a hard bounce, a spam complaint, or a manual suppression."
        )
        self.answers[to] = 422, {"ErrorCode": 406, "Message": text}

    def no_such(self, to: str) -> None:
        text = f"Error parsing 'To': Illegal email domain '{to}' in address '{to}'."
        self.answers[to] = 422, {"ErrorCode": 300, "Message": text}

    def lost(self, to: str) -> None:
        self.answers[to] = None

    def away(self) -> None:
        self._at(f"http://127.0.0.1:{free_port()}")
