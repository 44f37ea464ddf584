"""What was asked, over all published versions of a survey, newest words first."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

# {version number: compiled document}
Documents = Mapping[int, Mapping[str, Any]]


@dataclass(frozen=True)
class AskedChoice:
    code: str
    label: str
    apart: bool
    other: bool


@dataclass(frozen=True)
class AskedQuestion:
    """One question under its key; `versions` says which versions asked it."""

    key: str
    kind: str
    label: str
    language: str
    choices: tuple[AskedChoice, ...]
    versions: tuple[int, ...]

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
        for question in document["questions"]:
            entry = (number, question, document["texts"][spoken], spoken)
            found.setdefault(question["key"], []).append(entry)
    return [_merged(key, entries) for key, entries in found.items()]


def language_of(document: Mapping[str, Any], language: str) -> str:
    return language if language in document["texts"] else document["source_language"]


def _merged(key: str, entries: list) -> AskedQuestion:
    _, newest, texts, spoken = entries[0]
    choices = {}
    for _, question, words, _ in entries:
        for choice in question["choices"]:
            code = choice["code"]
            label = words.get(f"{key}:{code}", code)
            made = AskedChoice(code, label, choice["apart"], choice["other"])
            choices.setdefault(code, made)
    return AskedQuestion(
        key=key,
        kind=newest["kind"],
        label=texts.get(key, key),
        language=spoken,
        choices=tuple(choices.values()),
        versions=tuple(sorted(number for number, *_ in entries)),
    )
