"""Our own words, replaced by one word of the language, so that none can be missed.

What the pages say in Spanish is then told from English by any program, and a test does
not wait for translators.
"""

import re
from collections.abc import Callable

from django.utils.translation import trans_real

from tests.access.every_page import LANGUAGES, WORDS

# What stays as it is: placeholders of both styles, markup, and signs written in HTML.
KEPT = re.compile(r"(%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|<[^>]*>|&\w+;)")
WORD = re.compile(r"[^\W\d_]+")


def said(message: str, word: str) -> str:
    parts = KEPT.split(message.rpartition("\x04")[2])
    parts[::2] = [WORD.sub(word, part) for part in parts[::2]]
    return "".join(parts)


def speak_in_one_word(monkeypatch) -> None:
    for language in LANGUAGES[1:]:
        word = WORDS[language]
        catalog = trans_real.translation(language)
        monkeypatch.setattr(catalog, "gettext", _says(word))
        monkeypatch.setattr(catalog, "ngettext", _counts(word))


def _says(word: str) -> Callable[[str], str]:
    return lambda message: said(message, word)


def _counts(word: str) -> Callable[[str, str, int], str]:
    return lambda one, many, number: said(one if number == 1 else many, word)
