import socket
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from aiosmtpd.controller import Controller

from cxstudio import wake


class Sink:
    """A real SMTP server on loopback that keeps what it gets."""

    def __init__(self):
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, server, session, envelope):
        content = message_from_bytes(envelope.content, policy=policy.default)
        self.mails.append(content)
        return "250 OK"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def sink(settings):
    """Mail goes over SMTP to a server of the test's own."""
    keeper = Sink()
    server = Controller(keeper, hostname="127.0.0.1", port=free_port())
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = server.port
    settings.BASE_URL = "https://studio.example.org"
    yield keeper
    server.stop()


@pytest.fixture(autouse=True)
def woken(monkeypatch) -> list[tuple[str, list[str]]]:
    """The tasks that were woken, with their ids; nothing reaches a broker."""
    calls: list[tuple[str, list[str]]] = []
    monkeypatch.setattr(wake, "_send", lambda task, ids: calls.append((task, ids)))
    return calls


@pytest.fixture(autouse=True)
def _quick_passwords(settings):
    """What a hash costs is not what these tests are about."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
