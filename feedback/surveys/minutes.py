"""How long a survey takes: reading its words, then thinking and answering."""

from collections.abc import Iterable
from math import ceil

# Slower than silent reading of books (about 240): a form on a phone, read by people
# for whom it may be the second language.
WORDS_A_MINUTE = 150
SECONDS_TO_ANSWER = {
    "one_choice": 5,
    "scale": 5,
    "several_choices": 8,
    "short_text": 15,
    "long_text": 40,
}


def minutes(kinds: Iterable[str], texts: Iterable[str]) -> int:
    """Whole minutes, at least one, for somebody who reads and answers everything."""
    words = sum(_words(text) for text in texts)
    seconds = sum(SECONDS_TO_ANSWER[kind] for kind in kinds)
    return max(1, ceil(words / WORDS_A_MINUTE + seconds / 60 - 0.25))


def _words(text: str) -> float:
    """Chinese has no spaces: two of its characters are read as one word."""
    han = sum("\u4e00" <= letter <= "\u9fff" for letter in text)
    return han / 2 if han > len(text) / 3 else len(text.split())
