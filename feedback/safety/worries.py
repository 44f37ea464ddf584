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
JOINED = "[وفب]?"
# Letters that people write for one another, and the stretching sign.
ALIKE = str.maketrans("أإآٱىة", "اااايه", "ـ'’‘ʼ`´")


def may_need_help(text: str) -> bool:
    """Whether a phrase of any language stands in the text; people mix languages."""
    if len(text) < 2:
        return False
    plain = normalized(text)
    spaced, unspaced = _patterns(is_spaced=True), _patterns(is_spaced=False)
    if spaced.phrases.search(spaced.sayings.sub(" ", plain)):
        return True
    if plain.isascii():
        return False
    tight = plain.replace(" ", "")
    return bool(unspaced.phrases.search(unspaced.sayings.sub("|", tight)))


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
    text = unicodedata.normalize("NFKC", text).translate(ALIKE).casefold()
    apart = unicodedata.normalize("NFD", text).translate(ALIKE)
    kept = "".join(c for c in apart if unicodedata.category(c) not in ("Mn", "Cf"))
    return re.sub(r"[\W_]+", " ", kept).strip()


class _Patterns:
    """All phrases as one pattern, and all sayings as another."""

    def __init__(self, phrases: list[str], sayings: list[str]):
        self.phrases = re.compile("|".join(phrases))
        self.sayings = re.compile("|".join(sayings))


@cache
def _patterns(*, is_spaced: bool) -> _Patterns:
    phrases, sayings = [], []
    for language, topics in json.loads(WORDS.read_text("utf-8")).items():
        if language == "about" or (language == UNSPACED) is is_spaced:
            continue
        for topic, listed in topics.items():
            found = [_pattern(phrase, language) for phrase in listed]
            (sayings if topic == SAYINGS else phrases).extend(found)
    return _Patterns(phrases, sayings)


def _pattern(phrase: str, language: str) -> str:
    if language == UNSPACED:
        return re.escape(phrase)
    words = [
        re.escape(normalized(word)) + (r"\w*" if word.endswith("*") else "")
        for word in phrase.split()
    ]
    joined = JOINED if language == "ar" else ""
    return rf"\b{joined}{' '.join(words)}\b"
