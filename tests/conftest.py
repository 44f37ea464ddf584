"""What every test run needs. The factories are in make.py, the servers' in embedded."""

import os
import shutil
from pathlib import Path

import django
import pytest

from tests import environment

environment.prepare()
django.setup()

from django.core.cache import cache  # noqa: E402  it reads the settings

CHROMIUM_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)


def pytest_unconfigure():
    environment.release()


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No count of a rate limit and no queued task outlives its test."""
    cache.clear()


def chromium() -> str | None:
    """The browser named by CHROMIUM, else the first one on the path."""
    named = [os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser"]
    found = (shutil.which(name) for name in [*named, "google-chrome"] if name)
    return next(filter(None, found), None)


@pytest.fixture(scope="session")
def browser_type_launch_args(playwright):
    own = playwright.chromium.executable_path
    program = chromium() or (own if Path(own).exists() else None)
    if program is None:
        need = "Browser tests need Chromium: apt-get install chromium, or set CHROMIUM."
        # A CI that skips them would be green without having looked.
        pytest.fail(need) if os.environ.get("CI") == "true" else pytest.skip(need)
    return {"executable_path": program, "args": CHROMIUM_ARGUMENTS.split()}
