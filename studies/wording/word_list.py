"""Finds the words of the federal plain-language list, in any form of the verb.

`plain_words.json` keeps every row of the list. "as" is ours: how a row is matched. A
word that can be noun or verb counts only as a verb ("address the issue", not "your
address"); rows marked "never" also have a plain use that a program cannot tell apart.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from studies.wording.english import BE, HAVE, is_verb
from studies.wording.findings import Finding, Rule
from studies.wording.inflection import forms, inflect, third_of
from studies.wording.sentences import Sentence

LIST = Path(__file__).with_name("plain_words.json")


@dataclass(frozen=True)
class Entry:
    avoid: str
    prefer: tuple[str, ...]
    fix: str
    worst: bool
    is_ambiguous: bool


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
    for row in json.loads(LIST.read_text(encoding="utf-8")):
        for match in ways_to_write(row):
            by_first.setdefault(match.words[0], []).append(match)
    for found in by_first.values():
        found.sort(key=lambda match: -len(match.words))
    return by_first


def ways_to_write(row: dict) -> Iterator[Match]:
    if row["as"] == "never":
        return
    is_a_verb = row["as"].startswith("verb")
    entry = Entry(
        avoid=row["avoid"],
        prefer=tuple(row["prefer"]),
        fix=row["fix"],
        worst=row["worst"],
        is_ambiguous=row["as"] == "verb or noun",
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
    lowers = [word.lower for word in sentence.words]
    skip_to = 0
    for at in range(len(lowers)):
        if at < skip_to:
            continue
        match = match_at(lowers, at)
        if match is None:
            continue
        skip_to = at + len(match.words)
        start, end = sentence.words[at].start, sentence.words[skip_to - 1].end
        yield finding(match, lowers, at, text[start:end], (place, start, end))


def match_at(lowers: list[str], at: int) -> Match | None:
    for match in matches().get(lowers[at], ()):
        if tuple(lowers[at : at + len(match.words)]) != match.words:
            continue
        if not match.entry.is_ambiguous or is_verb(lowers, at):
            return match
    return None


def finding(
    match: Match, lowers: list[str], at: int, written: str, spot: tuple[str, int, int]
) -> Finding:
    plain = [word for word in match.entry.prefer if not word.startswith("(")]
    prefer = ", ".join(plain) or "—"
    return Finding(
        Rule.HARD_WORD,
        *spot,
        suggestion=replacement(match, lowers, at, written),
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
