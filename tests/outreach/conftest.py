import socket
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP

from cxstudio import wake


@dataclass
class Sink:
    """A real SMTP server on loopback that keeps each message and can misbehave."""

    received: list[tuple[str, EmailMessage]] = field(default_factory=list)
    on_mail: str = ""
    on_rcpt: dict[str, str] = field(default_factory=dict)
    on_data: dict[str, str] = field(default_factory=dict)
    cut_after_data: set[str] = field(default_factory=set)
    before_reply: object = None  # called with the address while the sender waits
    connections: int = 0
    senders: list[str] = field(default_factory=list)  # where mail would come back

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.connections += 1
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.on_mail:
            return self.on_mail
        envelope.mail_from = address
        self.senders.append(address)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.on_rcpt:
            return self.on_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        [address] = envelope.rcpt_tos
        if address in self.cut_after_data:
            server.transport.abort()
            return "250 never seen"
        if address in self.on_data:
            return self.on_data[address]
        mail = message_from_bytes(envelope.content, policy=policy.default)
        self.received.append((address, mail))
        if self.before_reply:
            self.before_reply(address)
        return "250 OK"

    @property
    def addresses(self) -> list[str]:
        return [address for address, _mail in self.received]

    def mail_to(self, address: str) -> EmailMessage:
        [mail] = [mail for to, mail in self.received if to == address]
        return mail


class Loopback(Controller):
    def factory(self):
        return SMTP(self.handler, hostname="sink.example.org")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def sink(settings):
    sink = Sink()
    server = Loopback(sink, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL = "ask@agency.example.org"
    settings.BASE_URL = "https://ask.example.org"
    yield sink
    server.stop()


@pytest.fixture(autouse=True)
def woken(monkeypatch) -> list[str]:
    """Names of the tasks that were woken; nothing reaches a broker."""
    names: list[str] = []
    monkeypatch.setattr(wake, "_send", lambda task, ids: names.append(task))
    return names
