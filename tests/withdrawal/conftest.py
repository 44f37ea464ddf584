import pytest

from cxstudio import wake


@pytest.fixture(autouse=True)
def woken(monkeypatch) -> list[str]:
    """Names of the tasks that were woken; nothing reaches a broker."""
    names: list[str] = []
    monkeypatch.setattr(wake, "_send", lambda task, ids: names.append(task))
    return names
