"""A window of the browser for each test, in a process that the test before has warmed.

A new context starts processes that know nothing: a second of work, before the first
page is there. So tests that ask for the same kind of context get the same one, after
all that a page can leave in it is gone: other pages, cookies, what scripts stored.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from playwright.sync_api import Browser, BrowserContext, Page

# What nobody can take out of a context again: such a test asks for one of its own.
FOR_GOOD = ("add_init_script", "expose_binding", "expose_function", "route")


class Windows:
    def __init__(self):
        self._kept: dict[str, BrowserContext] = {}

    @contextmanager
    def context(self, browser: Browser, options: dict) -> Iterator[BrowserContext]:
        kind = repr(sorted(options.items()))
        if kind not in self._kept:
            self._kept[kind] = _made(browser, options)
        # Taken out while a test has it: one that could not be cleaned is not used again.
        context = self._kept.pop(kind)
        opened: list[Page] = []

        def note(page: Page) -> None:
            opened.append(page)

        context.on("page", note)
        yield context
        context.remove_listener("page", note)
        clean(context, opened)
        self._kept[kind] = context


def _made(browser: Browser, options: dict) -> BrowserContext:
    context = browser.new_context(**options)
    for name in FOR_GOOD:
        setattr(context, name, _refuse)
    context.clock.install = _refuse
    context.new_page()
    return context


def _refuse(*given, **named) -> None:
    raise AssertionError("The next test would find it too: ask for `new_context`.")


def clean(context: BrowserContext, opened: list[Page]) -> None:
    """Take all away that a test's pages left, also the ones that it closed itself."""
    stays, *others = context.pages
    seen = {_origin(page.url) for page in [stays, *opened] if page.url[:4] == "http"}
    context.set_offline(False)
    # The page that stays keeps the process of the site: with a picture, without script.
    if seen and stays.url == "about:blank":
        stays.goto(f"{min(seen)}/static/icon.svg")
    for page in others:
        page.close()
    context.clear_cookies()
    devtools = context.new_cdp_session(stays)
    devtools.send("Network.clearBrowserCache")
    for origin in seen:
        asked = {"origin": origin, "storageTypes": "all"}
        devtools.send("Storage.clearDataForOrigin", asked)
    devtools.detach()


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
