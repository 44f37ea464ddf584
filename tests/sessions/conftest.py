from datetime import UTC, datetime

import pytest

from cxstudio import wake
from tests.outreach.conftest import sink  # noqa: F401  a real SMTP server


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
