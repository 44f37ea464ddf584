"""Words in brackets that stand for something else: [service], {link}, {{an_answer}}."""

import re
from dataclasses import dataclass

PLACEHOLDER = re.compile(
    r"\{\{[^{}\n]{1,120}\}\}|\[[a-z][a-z0-9_ ]*\]|\{[a-z][a-z0-9_]*\}"
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
    """Spaces inside {{ an_answer }} mean nothing."""
    return f"{{{{{word[2:-2].strip()}}}}}" if word.startswith("{{") else word
