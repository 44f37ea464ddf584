"""Splits a text into paragraphs, sentences and words, keeping the place of each.

Latin, Arabic, Indic and Chinese punctuation end a sentence. Chinese and Japanese are
written without spaces: two characters count as one word. Thai, Khmer and Lao have
neither spaces nor full stops, so their lengths mean nothing here.
"""

import re
from functools import lru_cache
from typing import NamedTuple

from studies.wording.english import word_set

HAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# Vowel signs and accents that Python's \w leaves out, though they are inside words.
MARKS = (
    "\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd"
)
LETTERS = rf"(?:[^\W_{HAN}][{MARKS}]*)"
# "a.m." and "U.S." are one word each.
DOTTED = r"(?<!\w)(?:[A-Za-z]\.)+[A-Za-z](?!\w)"
WORD = re.compile(rf"[{HAN}]{{1,2}}|{DOTTED}|{LETTERS}+(?:['’‑-]{LETTERS}+|[.,:]\d+)*")

NOT_PROSE = re.compile(
    r"\{[^{}\n]{0,80}\}|https?://[^\s<>]*[^\s<>.,;:!?)]|\b[\w.+-]{1,64}@[\w.-]*\w"
)
STOPS = re.compile(
    r"(?P<dot>[.!?…]+)[\"'”’)\]»*_]*(?=\s|$)"
    r"|[。！？｡؟۔।]+[\"'”’」』）)»]*"
    r"|\n[^\S\n]*(?P<blank>\n)?"
)
BULLET = re.compile(
    r"[ \t]*(?:[-–—•·*▪◦○☐□]|\(?(?:\d{1,3}|[a-z]|[ivx]{2,4})[.)]|[A-Z]\))[ \t]+"
)
TITLES = word_set(
    "mr mrs ms dr prof st rev hon gen sen rep vs approx dept est fig inc e.g "
    "i.e cf u.s u.s.a sr sra srta ud uds"
)
CLOCK = frozenset(["a.m", "p.m"])
AFTER_CLOCK = re.compile(
    r"\s+(?:[a-z0-9(]|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
    r"|(?:Jan|Febr)uary|March|April|May\b|June|July|August|\w+ember|October)"
)
LAST_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)*$")


class Word(NamedTuple):
    start: int
    end: int
    text: str
    lower: str


class Sentence(NamedTuple):
    start: int
    end: int
    paragraph: int
    words: tuple[Word, ...]


@lru_cache(maxsize=64)
def split(text: str) -> tuple[Sentence, ...]:
    """Sentences that hold at least one word, in order, with places in `text`."""
    prose = NOT_PROSE.sub(lambda match: " " * len(match.group()), text)
    prose = prose.replace("\r\n", " \n").replace("\r", "\n")
    found, start, paragraph = [], 0, 0
    for stop in [*STOPS.finditer(prose), None]:
        if stop is not None and not ends_sentence(prose, stop):
            continue
        end = stop.end() if stop is not None else len(prose)
        sentence = cut(prose, start, end, paragraph)
        if sentence is not None:
            paragraph = sentence.paragraph  # an item of a list begins its own
            found.append(sentence)
        paragraph += bool(stop is not None and stop["blank"])
        start = end
    return tuple(found)


def cut(prose: str, start: int, end: int, paragraph: int) -> Sentence | None:
    """The sentence between two places, without its bullet and outer spaces."""
    bullet = BULLET.match(prose, start, end)
    # A bullet stands at the start of its line; "U. Smith" inside a line is none.
    is_item = bullet is not None and (start == 0 or prose[start - 1] == "\n")
    first = bullet.end() if is_item else start
    words = tuple(
        Word(match.start(), match.end(), match.group(), match.group().lower())
        for match in WORD.finditer(prose, first, end)
    )
    if not words:
        return None
    last = end
    while last > words[-1].end and prose[last - 1].isspace():
        last -= 1
    return Sentence(words[0].start, last, paragraph + is_item, words)


def ends_sentence(prose: str, stop: re.Match) -> bool:
    """Whether this mark closes a sentence, and not only a short form or a line."""
    if stop["dot"] is None:
        return not is_wrapped(prose, stop) if stop.group()[0] == "\n" else True
    if stop["dot"] != ".":
        return True
    if is_number_of_item(prose, stop):
        return False
    before = LAST_WORD.search(prose, max(0, stop.start() - 12), stop.start())
    word = before.group().lower() if before else ""
    if word in CLOCK:
        return AFTER_CLOCK.match(prose, stop.end()) is None
    if word in TITLES or (len(word) == 1 and before.group().isupper() and word != "i"):
        return prose[stop.end() :].strip() == ""
    following = prose[stop.end() : stop.end() + 3].strip()[:1]
    return not following.islower()


def is_number_of_item(prose: str, stop: re.Match) -> bool:
    """Whether this dot belongs to the "1." that begins a line."""
    near = max(0, stop.start() - 8)
    line = prose.rfind("\n", near, stop.start()) + 1
    if line == 0 and near > 0:
        return False
    bullet = BULLET.match(prose, line)
    return bullet is not None and bullet.end() > stop.start()


def is_wrapped(prose: str, stop: re.Match) -> bool:
    """Whether a line only wraps: the next one goes on in small letters, no bullet."""
    if stop["blank"] or stop.start() == 0 or prose[stop.start() - 1] in ":;.!?":
        return False
    following = prose[stop.end() : stop.end() + 1]
    return following.islower() and BULLET.match(prose, stop.end()) is None


def words_in(text: str) -> list[Word]:
    return [word for sentence in split(text) for word in sentence.words]
