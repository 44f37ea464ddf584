"""A designer with a mouse whose every act is counted in a person's time.

The keystroke-level model of Card, Moran and Newell (1980): seconds for a person who
knows the page. Waiting for the page is not in it; nor is the work of a translator.
"""

from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

THINK = 1.35  # before each act
POINT = 1.1  # with the mouse
CLICK = 0.2
KEY = 0.28  # an average typist
HAND = 0.4  # between mouse and keys
PASTE = THINK + POINT + CLICK + HAND + 2 * KEY + HAND
# What is read before it is accepted, at 240 words a minute.
WORD = 60 / 240


@dataclass
class Counted:
    page: Page
    acts: list[str] = field(default_factory=list)
    seconds: float = 0

    def _count(self, what: str, seconds: float) -> None:
        self.acts.append(what)
        self.seconds += seconds

    def click(self, control: Locator) -> None:
        control.click()
        self._count(f"click {control}", THINK + POINT + CLICK)

    def paste(self, place: Locator, text: str) -> None:
        """A text that lies ready elsewhere; fetching it is as much again."""
        place.fill(text)
        self._count(f"paste {len(text)} letters", 2 * PASTE)

    def type(self, place: Locator, text: str) -> None:
        place.fill(text)
        needed = THINK + POINT + CLICK + 2 * HAND + KEY * len(text)
        self._count(f"type {len(text)} letters", needed)

    def choose(self, menu: Locator, value: str) -> None:
        menu.select_option(value)
        self._count(f"choose {value}", 2 * (THINK + POINT + CLICK))

    def send_file(self, place: Locator, name: str, content: bytes) -> None:
        """Opening the folder, finding the file, taking it."""
        kind = "application/octet-stream"
        place.set_input_files({"name": name, "mimeType": kind, "buffer": content})
        self._count(f"send {name}", 4 * (THINK + POINT + CLICK))

    def read(self, text: str) -> None:
        self._count(f"read {len(text.split())} words", WORD * len(text.split()))
