"""Stable names for questions and choices, made from their words once and then kept."""

import hashlib
import re
import unicodedata
from collections.abc import Collection

LONGEST = 40
# Letters that take no part in the decomposition of accents.
SPELLED = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ł": "l", "ð": "d", "þ": "th"}
)
# The fields that a page of questions has beside them: a question of that name would be
# read as the button.
OF_PAGES = frozenset({"attempt", "drawn", "go", "language"})
NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def slug_key(label: str, taken: Collection[str]) -> str:
    """A key like "how_easy_was_it": ASCII, at most 40 characters, not in `taken`.

    The same label and the same taken keys always give the same key. A label mostly in
    another script gets a key from its hash, because half a word would mislead.
    """
    stem = readable(label) or "k_" + digest(label)
    key, number = stem, 1
    while key in taken:
        number += 1
        tail = f"_{number}"
        key = stem[: LONGEST - len(tail)].rstrip("_") + tail
    return key


def readable(label: str) -> str:
    """The label in plain letters, cut between words; empty where too much is lost."""
    lower = label.lower().translate(SPELLED)
    plain = unicodedata.normalize("NFKD", lower).encode("ascii", "ignore").decode()
    letters = sum(character.isalnum() for character in lower)
    slug = NOT_PLAIN.sub("_", plain.replace("'", "")).strip("_")
    kept = sum(character.isalnum() for character in slug)
    if not kept or kept * 2 < letters:
        return ""
    if not slug[0].isalpha():
        slug = "n" + slug
    if len(slug) <= LONGEST:
        return slug
    cut = slug[: LONGEST + 1].rpartition("_")[0]
    return cut or slug[:LONGEST]


def digest(label: str) -> str:
    return hashlib.sha256(label.encode("utf-8", "surrogatepass")).hexdigest()[:10]
