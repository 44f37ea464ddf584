"""Whether somebody's own words say that they may need help; `words.json` holds which.

It reads words, not meanings: it finds too many and misses some, so it decides nothing.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from feedback.surveys.kinds import KINDS, Answer

WORDS = Path(__file__).with_name("words.json")
SAYINGS = "sayings"
# Written without spaces, so a phrase may begin and end anywhere.
UNSPACED = "zh"
# "And", "so" and the like are written onto the next word in Arabic.
JOINED = "وفب"
BETWEEN_WORDS = re.compile(r"[\W_]+")
# Letters that people write for one another, and the stretching sign.
ALIKE = str.maketrans("أإآٱىة", "اااايه", "ـ'’‘ʼ`´")


def may_need_help(text: str) -> bool:
    """Whether a phrase of any language stands in the text; people mix languages."""
    plain, listed = normalized(text), _listed()
    words = plain.split()
    if listed.stands_in(words):
        for saying in listed.sayings:
            plain = plain.replace(saying, " . ")
        if listed.stands_in(plain.split()):
            return True
    return not plain.isascii() and listed.stands_in_unspaced("".join(words))


def keys_of(
    questions: Iterable[Mapping[str, Any]], answers: Mapping[str, Answer]
) -> list[str]:
    """The questions at whose own words somebody may need help, in their order."""
    return [
        question["key"]
        for question in questions
        if takes_words(question)
        and may_need_help((answers.get(question["key"]) or {}).get("text", ""))
    ]


def takes_words(question: Mapping[str, Any]) -> bool:
    kind = KINDS[question["kind"]]
    return kind.is_text or kind.has_written_words


def normalized(text: str) -> str:
    """Small letters without accents; one space for whatever else is between words."""
    if text.isascii():
        kept = text.translate(ALIKE).lower()
    else:
        text = unicodedata.normalize("NFKC", text).translate(ALIKE).casefold()
        apart = unicodedata.normalize("NFD", text).translate(ALIKE)
        kept = "".join(c for c in apart if unicodedata.category(c) not in ("Mn", "Cf"))
    return BETWEEN_WORDS.sub(" ", kept).strip()


class _Listed:
    """All phrases, by the word that they begin with, so that a long text is quick."""

    def __init__(self, phrases: Iterable[str], sayings: Iterable[str]):
        self.sayings = list(sayings)
        self._by_first: dict[str, list[list[str]]] = {}
        self._by_stem: dict[str, list[list[str]]] = {}
        self.unspaced: list[str] = []
        self.unspaced_sayings: list[str] = []
        for phrase in phrases:
            first, *rest = [_part(word) for word in phrase.split()]
            by = self._by_stem if first.endswith("*") else self._by_first
            by.setdefault(first.rstrip("*"), []).append(rest)
        self._stems = tuple(self._by_stem)

    def stands_in(self, words: list[str]) -> bool:
        return any(
            self._begins(words, place, each)
            for place, word in enumerate(words)
            for each in ((word, word[1:]) if word[0] in JOINED else (word,))
            if each in self._by_first or each.startswith(self._stems)
        )

    def stands_in_unspaced(self, text: str) -> bool:
        if not any(phrase in text for phrase in self.unspaced):
            return False
        for saying in self.unspaced_sayings:
            text = text.replace(saying, "|")
        return any(phrase in text for phrase in self.unspaced)

    def _begins(self, words: list[str], place: int, word: str) -> bool:
        found = self._by_first.get(word, ())
        if word.startswith(self._stems):
            by_stem = self._by_stem.items()
            found = [
                *found,
                *(r for s, all in by_stem if word.startswith(s) for r in all),
            ]
        return any(_go_on(words, place + 1, rest) for rest in found)


def _go_on(words: list[str], place: int, rest: list[str]) -> bool:
    following = words[place : place + len(rest)]
    return len(following) == len(rest) and all(
        word.startswith(part[:-1]) if part.endswith("*") else word == part
        for word, part in zip(following, rest, strict=True)
    )


def _part(word: str) -> str:
    return normalized(word) + "*" * word.endswith("*")


@cache
def _listed() -> _Listed:
    phrases, sayings, unspaced, unspaced_sayings = [], [], [], []
    for language, topics in json.loads(WORDS.read_text("utf-8")).items():
        if language == "about":
            continue
        is_unspaced = language == UNSPACED
        for topic, said in topics.items():
            if topic == SAYINGS:
                (unspaced_sayings if is_unspaced else sayings).extend(said)
            else:
                (unspaced if is_unspaced else phrases).extend(said)
    listed = _Listed(phrases, [normalized(saying) for saying in sayings])
    listed.unspaced, listed.unspaced_sayings = unspaced, unspaced_sayings
    return listed
