"""Each piece of text on a page, with the language and direction that it is marked with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

from studies.wording.tags import direction
from tests.access.every_page import WORDS

VOID = {"meta", "link", "input", "br", "img", "hr", "source"}
SPOKEN_ATTRIBUTES = ("aria-label", "alt", "placeholder", "title")
# The same in every language: addresses, numbers, file kinds and names of places.
NO_LANGUAGE = re.compile(
    r"\S+@\S+|[A-Z0-9]{4}([- ][A-Z0-9]{4})+|https?://\S+|[\w.-]+\.example\.org\S*|localhost\S*|\b(MP3|PDF|MB|KB|UTC|QR|CX Studio)\b"
)


@dataclass(frozen=True)
class Fragment:
    text: str
    language: str
    direction: str  # "auto" where the words themselves decide


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[Fragment] = []
        self.open: list[tuple[str, str, str]] = [("", "", "")]

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        _tag, language, facing = self.open[-1]
        language = given.get("lang") or language
        facing = given.get("dir") or ("auto" if tag == "bdi" else facing)
        for name in SPOKEN_ATTRIBUTES:
            if given.get(name):  # read out as a whole, so no direction is marked
                self.found.append(Fragment(given[name], language, "auto"))
        if tag not in VOID:
            self.open.append((tag, language, facing))

    def handle_endtag(self, tag):
        while self.open[-1][0] != tag:
            self.open.pop()
        self.open.pop()

    def handle_data(self, text):
        tag, language, facing = self.open[-1]
        # A title and a text to copy hold no marks: they name the agency, or a partner,
        # in its own language.
        if text.strip() and tag not in ("title", "textarea", "style", "script"):
            self.found.append(Fragment(text.strip(), language, facing))


def fragments(html: str) -> list[Fragment]:
    reader = _Reader()
    reader.feed(html)
    return reader.found


def wrongly_marked(html: str) -> Iterator[str]:
    """Fragments that are in another language or direction than they say."""
    for one in fragments(html):
        words = NO_LANGUAGE.sub("", one.text)
        if not _is_in(words, one.language):
            yield f"not {one.language}: {one.text}"
        elif not re.search(r"[^\W\d_]", words):
            continue  # a number, whose order "dir" keeps
        elif one.direction not in ("auto", direction(one.language)):
            yield f"{one.language} from {one.direction}: {one.text}"


def _is_in(text: str, language: str) -> bool:
    """Whether only letters of the language stand in it; by one word where two share them."""
    scripts = {
        "ar": re.findall(r"[\u0600-\u06ff]+", text),
        "zh-hans": re.findall(r"[\u4e00-\u9fff]+", text),
        "dv": re.findall(r"[\u0780-\u07bf]+", text),
        "latin": re.findall(r"[^\W\d_\u0600-\u06ff\u0780-\u07bf\u4e00-\u9fff]+", text),
    }
    own = language if language in scripts else "latin"
    if any(found for script, found in scripts.items() if script != own):
        return False
    is_spanish = WORDS["es"] in scripts["latin"]
    if language == "es":
        spoken = {word.lower() for word in scripts["latin"]}
        return spoken <= {WORDS["es"], "de", "español"}
    return not is_spanish
