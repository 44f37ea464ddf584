"""Finds old-style Spanish words of offices, with plain ones to put in their place.

The list is our own: no public list of this kind may be shipped. Its findings are notes.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from studies.wording.english import word_set
from studies.wording.findings import Finding, Level, Rule
from studies.wording.sentences import Sentence

LIST = Path(__file__).with_name("spanish_words.json")
# Endings of regular verbs; the first is the infinitive, which alone gets a one-click fix.
ENDINGS = {
    "ar": word_set(
        "ar a an o amos e en emos é ó aron aba aban ado ada ados adas ando ará arán "
        "aremos aría arían arse"
    ),
    "er": word_set(
        "er e en o emos a an amos í ió ieron ía ían ido ida idos idas iendo erá erán "
        "ería erían"
    ),
    "ir": word_set(
        "ir e en o imos a an amos í ió ieron ía ían ido ida idos idas iendo irá irán "
        "iría irían irse"
    ),
}
BEFORE_E = {"z": "c", "c": "qu", "g": "gu"}
# Forms that are more often another word: "el abono", "importe", "la formula".
NOT_VERBS = word_set("formula abono precisa preciso precise persona dispensa modifico")


@dataclass(frozen=True)
class Entry:
    words: tuple[str, ...]
    prefer: tuple[str, ...]
    fix: str


@cache
def entries() -> dict[str, list[Entry]]:
    """All ways to write all entries by first word, the longest first."""
    by_first: dict[str, list[Entry]] = {}
    for row in json.loads(LIST.read_text(encoding="utf-8")):
        for written, fix in ways_to_write(row):
            entry = Entry(tuple(written.split()), tuple(row["prefer"]), fix)
            by_first.setdefault(entry.words[0], []).append(entry)
    for found in by_first.values():
        found.sort(key=lambda entry: -len(entry.words))
    return by_first


def ways_to_write(row: dict) -> Iterator[tuple[str, str]]:
    if "verb" not in row:
        yield from ((form, row["fix"]) for form in row["forms"])
        return
    infinitive = row["avoid"].removesuffix("se")
    stem, verb = infinitive[:-2], infinitive[-2:]
    for ending in ENDINGS[verb]:
        form = joined(stem, ending) if verb == "ar" else stem + ending
        if form not in NOT_VERBS:
            yield form, row["fix"] if form == row["avoid"] else ""


def joined(stem: str, ending: str) -> str:
    """The stem keeps its sound before e: "utilice", "notifique"."""
    if ending[0] in "eé":
        for last, written in BEFORE_E.items():
            if stem.endswith(last):
                return stem.removesuffix(last) + written + ending
    return stem + ending


def hard_words(text: str, sentence: Sentence, place: str) -> Iterator[Finding]:
    words, skip_to = sentence.words, 0
    for at, word in enumerate(words):
        if at < skip_to:
            continue
        for entry in entries().get(word.lower, ()):
            found = words[at : at + len(entry.words)]
            if tuple(part.lower for part in found) == entry.words:
                skip_to = at + len(found)
                yield finding(text, word.start, found[-1].end, entry, place)
                break


def finding(text: str, start: int, end: int, entry: Entry, place: str) -> Finding:
    written, fix = text[start:end], entry.fix
    if fix and written[0].isupper():
        fix = fix[0].upper() + fix[1:]
    return Finding(
        Rule.HARD_WORD,
        place,
        start,
        end,
        suggestion=fix,
        level=Level.NOTE,
        facts=(("word", written), ("prefer", ", ".join(entry.prefer) or "—")),
    )
