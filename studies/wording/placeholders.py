"""Words in brackets that stand for something else: [service], {link}, {{an_answer}}.

{{name}} stands for an earlier answer, {{name:line}} for that to one line of several, and
{{name|your office}} says what to read where there is none. Those words are translated;
the name stays.
"""

import re
from dataclasses import dataclass

PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{1,120}\}\}|\[[a-z][a-z0-9_ ]*\]|\{[a-z][a-z0-9_]*\}"
)
ANSWER = re.compile(
    r"\{\{ *(?P<name>[a-z][a-z0-9_]*(?::[a-z0-9_]+)?) *(?:\|(?P<instead>[^{}\n]*))?\}\}"
)


@dataclass(frozen=True)
class PlaceholderFaults:
    """What is wrong with a translation's placeholders; false where nothing is."""

    lost: tuple[str, ...] = ()
    invented: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.lost or self.invented)


def placeholders(text: str) -> list[str]:
    return [_tidy(found) for found in PLACEHOLDER.findall(text)]


def to_fill_in(text: str) -> list[str]:
    """Those that a designer still puts words into; an earlier answer fills itself."""
    return [word for word in placeholders(text) if not word.startswith("{{")]


def lost(source: str, translation: str) -> list[str]:
    """Placeholders of the source that the translation does not carry."""
    return list(faults(source, translation).lost)


def faults(source: str, translation: str) -> PlaceholderFaults:
    """Placeholders lost, and those that the source does not know."""
    wanted, found = set(placeholders(source)), set(placeholders(translation))
    return PlaceholderFaults(
        lost=tuple(sorted(wanted - found)), invented=tuple(sorted(found - wanted))
    )


def _tidy(word: str) -> str:
    """Spaces inside {{ an_answer }} mean nothing, and the words in its stead go."""
    if not word.startswith("{{"):
        return word
    return "{{" + word[2:-2].partition("|")[0].strip() + "}}"
