"""Finds the words of the federal plain-language list, in any form of the verb.

`plain_words.json` keeps every row of the list. "as" is ours: how a row is matched. A
word that can be noun or verb counts only as a verb ("address the issue", not "your
address"); rows marked "never" also have a plain use that a program cannot tell apart.
`more_words.json` is all ours: old-style words that the list leaves out. They are notes,
where those of the list are warnings.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from studies.wording.english import BE, BREAK, HAVE, is_verb
from studies.wording.findings import Finding, Level, Rule
from studies.wording.inflection import forms, inflect, third_of
from studies.wording.sentences import Sentence, Word

LIST = Path(__file__).with_name("plain_words.json")
MORE = Path(__file__).with_name("more_words.json")
LEVELS = {LIST: Level.WARNING, MORE: Level.NOTE}


@dataclass(frozen=True)
class Entry:
    avoid: str
    prefer: tuple[str, ...]
    fix: str
    worst: bool
    is_ambiguous: bool
    level: Level


@dataclass(frozen=True)
class Match:
    """One way that an entry is written, as words in small letters."""

    words: tuple[str, ...]
    entry: Entry
    form: str = ""


@cache
def matches() -> dict[str, list[Match]]:
    """All ways to write all entries by first word, the longest first."""
    by_first: dict[str, list[Match]] = {}
    for path, level in LEVELS.items():
        for row in json.loads(path.read_text(encoding="utf-8")):
            for match in ways_to_write(row, level):
                by_first.setdefault(match.words[0], []).append(match)
    for found in by_first.values():
        found.sort(key=lambda match: -len(match.words))
    return by_first


def ways_to_write(row: dict, level: Level) -> Iterator[Match]:
    if row["as"] == "never":
        return
    is_a_verb = row["as"].startswith("verb")
    entry = Entry(
        avoid=row["avoid"],
        prefer=tuple(row["prefer"]),
        fix=row["fix"],
        worst=row["worst"],
        is_ambiguous=row["as"] == "verb or noun",
        level=level,
    )
    yield from (Match(tuple(form.split()), entry) for form in row.get("forms", []))
    if not is_a_verb:
        return
    verb, *rest = row.get("verb", row["avoid"]).split()
    written = {text: form for form, text in reversed(forms(verb).items())}
    for text, form in written.items():
        if text not in row.get("except", []):
            yield Match((text, *rest), entry, form)


def hard_words(text: str, sentence: Sentence, place: str) -> Iterator[Finding]:
    words = sentence.words
    lowers = [word.lower for word in words]
    skip_to = 0
    for at, word in enumerate(words):
        if at < skip_to or word.lower not in matches():
            continue
        match = match_at(text, words, at)
        if match is None:
            continue
        skip_to = at + len(match.words)
        start, end = word.start, words[skip_to - 1].end
        yield finding(match, lowers, at, text[start:end], (place, start, end))


def match_at(text: str, words: tuple[Word, ...], at: int) -> Match | None:
    for match in matches()[words[at].lower]:
        found = words[at : at + len(match.words)]
        if tuple(word.lower for word in found) != match.words:
            continue
        if BREAK.search(text, found[0].start, found[-1].end):
            continue
        if not match.entry.is_ambiguous or is_verb(*near(text, words, at)):
            return match
    return None


def near(text: str, words: tuple[Word, ...], at: int) -> tuple[str, str, str]:
    """A word with its neighbors; one behind a comma or colon is no neighbor."""
    word = words[at]
    before = words[at - 1] if at else None
    if before is None or BREAK.search(text, before.end, word.start):
        left = ""
    else:
        left = before.lower
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or BREAK.search(text, word.end, after.start):
        return left, word.lower, ""
    return left, word.lower, after.lower


def finding(
    match: Match, lowers: list[str], at: int, written: str, spot: tuple[str, int, int]
) -> Finding:
    plain = [word for word in match.entry.prefer if not word.startswith("(")]
    prefer = ", ".join(plain) or "—"
    return Finding(
        Rule.HARD_WORD,
        *spot,
        suggestion=replacement(match, lowers, at, written),
        level=match.entry.level,
        facts=(("word", written), ("prefer", prefer)),
    )


def replacement(match: Match, lowers: list[str], at: int, written: str) -> str:
    fix = match.entry.fix
    if not fix:
        return ""
    if match.form:
        helped = any(word in BE | HAVE for word in lowers[max(0, at - 2) : at])
        form = "participle" if helped and match.form == "past" else match.form
        fix = inflect(fix, form)
    elif written.lower().endswith("s") and not match.words[-1].endswith("ss"):
        fix = plural(match, fix)
    return fix[0].upper() + fix[1:] if written[0].isupper() else fix


def plural(match: Match, fix: str) -> str:
    """The fix in the plural where the matched form is the plural of the entry."""
    is_plural = match.words != tuple(match.entry.avoid.split())
    return third_of(fix) if is_plural and match.entry.avoid[-1] != "s" else fix
