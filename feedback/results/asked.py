"""What was asked, over all published versions of a survey, newest words first."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback.surveys.kinds import KINDS
from feedback.surveys.kinds.base import WAYS_OUT
from feedback.surveys.rules.piping import unasked_texts

# {version number: compiled document}
Documents = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class AskedChoice:
    code: str
    label: str
    apart: bool
    other: bool
    until: int | None = None  # the last version that offered it, where one is newer


@dataclass(frozen=True)
class AskedRow:
    code: str
    label: str
    until: int | None = None


@dataclass(frozen=True)
class AskedQuestion:
    """One question under its key; `versions` says which versions asked it.

    `settings` are the newest, with every way out that any version offered.
    """

    key: str
    kind: str
    label: str
    language: str
    choices: tuple[AskedChoice, ...]
    versions: tuple[int, ...]
    rows: tuple[AskedRow, ...] = ()
    settings: Mapping[str, Any] = field(default_factory=dict)
    until: int | None = None  # the last version that asked it, where one is newer

    def until_of(self, code: str) -> int | None:
        return next((c.until for c in self.choices if c.code == code), None)

    def label_of(self, code: str) -> str:
        return next((c.label for c in self.choices if c.code == code), code)


def asked(documents: Documents, language: str) -> list[AskedQuestion]:
    """Every question ever asked, in the newest order; older ones follow.

    Words are the newest version's, in `language` where it speaks it. A choice that
    was taken away stays, because people chose it.
    """
    found: dict[str, list[tuple[int, Mapping, Mapping, str]]] = {}
    for number in sorted(documents, reverse=True):
        document = documents[number]
        spoken = language_of(document, language)
        texts = unasked_texts(document["texts"][spoken])
        for question in document["questions"]:
            if not KINDS[question["kind"]].is_asked:
                continue
            entry = (number, question, texts, spoken)
            found.setdefault(question["key"], []).append(entry)
    newest = max(documents, default=0)
    return [_merged(key, entries, newest) for key, entries in found.items()]


def language_of(document: Mapping[str, Any], language: str) -> str:
    return language if language in document["texts"] else document["source_language"]


def _merged(key: str, entries: list, latest: int) -> AskedQuestion:
    number, newest, texts, spoken = entries[0]
    choices, rows, settings = {}, {}, dict(newest["settings"])
    for asked_in, question, words, _ in entries:
        until = asked_in if asked_in < number else None
        for choice in question["choices"]:
            code = choice["code"]
            label = words.get(f"{key}:{code}", code)
            made = AskedChoice(code, label, choice["apart"], choice["other"], until)
            choices.setdefault(code, made)
        for row in question["rows"]:
            code = row["code"]
            label = words.get(f"{key}:row:{code}", code)
            rows.setdefault(code, AskedRow(code, label, until))
        settings |= {name: True for name in WAYS_OUT if question["settings"].get(name)}
    return AskedQuestion(
        key=key,
        kind=newest["kind"],
        label=texts.get(key, key),
        language=spoken,
        choices=tuple(choices.values()),
        versions=tuple(sorted(number for number, *_ in entries)),
        rows=tuple(rows.values()),
        settings=settings,
        until=number if number < latest else None,
    )
