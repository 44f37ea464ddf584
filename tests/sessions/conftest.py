from datetime import UTC, datetime

import pytest

from cxstudio import wake
from studies.sessions.models import Session
from tests import make
from tests.outreach.conftest import Sink
from tests.outreach.conftest import sink as real_server  # noqa: F401


@pytest.fixture(autouse=True)
def woken(monkeypatch) -> list[str]:
    """Names of the tasks that were woken; nothing reaches a broker."""
    names: list[str] = []
    monkeypatch.setattr(wake, "_send", lambda task, ids: names.append(task))
    return names


@pytest.fixture
def noon() -> datetime:
    """A Wednesday in Chicago, at noon."""
    return datetime(2027, 4, 14, 17, tzinfo=UTC)


@pytest.fixture
def sink(real_server, settings) -> Sink:  # noqa: F811
    """A real SMTP server, for mails that go out one by one."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    return real_server


@pytest.fixture
def designer(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


@pytest.fixture
def session(designer) -> Session:
    return make.session(agency=designer.agency, moderator=designer)
