"""Which pages a person was shown on the way, so that none goes unseen."""

from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from playwright.sync_api import Page, Response


@dataclass(frozen=True)
class Shown:
    """One page as the server sent it: what a form answered is a page of its own."""

    method: str
    path: str
    asked: tuple[str, ...] = ()  # the names in its query; a language is not one
    body: bytes | None = field(default=None, compare=False, repr=False)
    kind: str = field(default="", compare=False, repr=False)

    def __str__(self):
        query = "?" + "&".join(self.asked) if self.asked else ""
        return f"{self.method} {self.path}{query}"

    def open_in(self, page: Page, url: str) -> None:
        """Ask for the same page in another browser."""
        if self.method == "POST":
            page.route(url, lambda route: self._send(route), times=1)
        page.goto(url)

    def _send(self, route) -> None:
        headers = route.request.headers | {"content-type": self.kind}
        route.continue_(method="POST", post_data=self.body, headers=headers)


class Passed:
    def __init__(self):
        self.all: dict[Shown, None] = {}
        self._now: dict[Page, Shown] = {}

    def follow(self, page: Page) -> None:
        page.on("response", lambda response: self._note(page, response))

    def now(self, page: Page) -> Shown:
        page.wait_for_load_state()
        return self._now[page]

    def _note(self, page: Page, response: Response) -> None:
        request = response.request
        is_page = request.is_navigation_request() and request.frame == page.main_frame
        is_html = response.headers.get("content-type", "").startswith("text/html")
        if not (is_page and is_html) or 300 <= response.status < 400:
            return
        parts = urlsplit(response.url)
        names = {name for name, _ in parse_qsl(parts.query, keep_blank_values=True)}
        shown = Shown(
            request.method,
            parts.path,
            tuple(sorted(names - {"lang"})),
            request.post_data_buffer,
            request.headers.get("content-type", ""),
        )
        self._now[page] = shown
        self.all.setdefault(shown)
