"""What every test run needs. The factories are in make.py, the servers' in embedded."""

import os

import hypothesis
import pytest

from tests import environment

environment.prepare()

from django.core.cache import cache  # noqa: E402  it reads the settings
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone, translation  # noqa: E402
from playwright.sync_api import expect  # noqa: E402

from tests import emptying, template, today  # noqa: E402
from tests.windows import Windows  # noqa: E402

if not environment.is_worker():
    call_command("compile_translations", verbosity=0)

# The same examples each time; `--hypothesis-profile default` looks for new ones.
hypothesis.settings.register_profile("same_each_time", derandomize=True)
hypothesis.settings.load_profile("same_each_time")

CHROMIUM_ARGUMENTS = (
    "--headless --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
    # Pages of one context share their process: see windows.py.
    " --process-per-site"
)
# Begun first, so that no worker is left alone with one of them at the end.
LONG = (
    "tests/walk/",
    "tests/cxstudio/test_services_away",
    "tests/cxstudio/test_backup",
    "tests/outreach/proof/test_killing",
    "tests/surveys/test_federal_survey_by_keyboard",
    "tests/surveys/test_editor_in_a_browser",
    "tests/studio/test_study_in_a_browser",
)


def pytest_collection_modifyitems(items):
    items.sort(key=lambda item: not item.nodeid.startswith(LONG))


def pytest_unconfigure():
    environment.release()


@pytest.fixture(autouse=True)
def _own_language():
    """No language that a page or a helper spoke outlives its test."""
    yield
    translation.deactivate()


@pytest.fixture(autouse=True)
def _fresh_cache():
    """No count of a rate limit and no queued task outlives its test."""
    cache.clear()


@pytest.fixture(scope="session")
def chromium_program() -> str:
    program = environment.chromium()
    if program is None:
        need = "Browser tests need Chromium: apt-get install chromium, or set CHROMIUM."
        # A CI that skips them would be green without having looked.
        pytest.fail(need) if os.environ.get("CI") == "true" else pytest.skip(need)
    return program


@pytest.fixture(scope="session")
def playwright(chromium_program, playwright):
    """Started only where a browser is: its driver needs libraries that come with one.

    What a test expects is there at once, or on a busy machine within the time that the
    next page has, too.
    """
    expect.set_options(timeout=30_000)
    return playwright


@pytest.fixture(scope="session")
def browser_type_launch_args(chromium_program):
    return {"executable_path": chromium_program, "args": CHROMIUM_ARGUMENTS.split()}


@pytest.fixture(scope="session")
def windows():
    return Windows()


@pytest.fixture
def context(request, windows, browser, browser_context_args):
    """The same one for tests that ask for the same, unless something is recorded."""
    recording = ("--tracing", "--video", "--screenshot")
    if any(request.config.getoption(name) != "off" for name in recording):
        yield request.getfixturevalue("new_context")()
        return
    with windows.context(browser, browser_context_args) as context:
        yield context


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, django_db_blocker):
    """Each process of the run copies one database that was migrated before.

    Nobody pulls the plug on it, so no commit waits for the disk.
    """
    connection.settings_dict["OPTIONS"]["options"] = "-c synchronous_commit=off"
    with django_db_blocker.unblock():
        connection.settings_dict["TEST"]["TEMPLATE"] = template.ensure()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Begin and end of the test's database.

    At the end, a thread of the live server keeps its connection for as long as a
    browser keeps its own to that thread, which may be longer than the tests run: so it
    is ended, and the database can be dropped.
    """
    emptying.empty_quickly()
    yield
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND backend_type = 'client backend'"
        )


@pytest.fixture
def ten_o_clock(monkeypatch):
    """The clock stands at ten in the morning of the day on which the tests began."""
    monkeypatch.setattr(timezone, "now", lambda: today.NOW)
