"""Texts that say an earlier answer back, on pages that are drawn once for everybody."""

from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.translation import get_language_bidi

from feedback.answering.segments import slot
from feedback.surveys.rules.piping import Pipe, Speaker, filled
from feedback.surveys.rules.programs import Program, Walk

Texts = Mapping[str, str]
FIRST_STRONG, POP = "\u2068", "\u2069"


@dataclass(frozen=True)
class Told:
    """The texts as one person reads them, and what goes into a drawn page's slots."""

    texts: Texts
    values: Mapping[str, str] = field(default_factory=dict)


class Telling:
    """The texts of one language, with a slot wherever an answer stands in them."""

    def __init__(self, texts: dict[str, str]):
        self._texts = texts
        self._piped = [name for name, text in texts.items() if "{{" in text]
        self._slots: dict[Pipe, str] = {}
        slotted = {name: filled(texts[name], self._slot) for name in self._piped}
        self.texts: Texts = texts | slotted if slotted else texts

    def _slot(self, pipe: Pipe) -> str:
        name = self._slots.setdefault(pipe, f"told:{len(self._slots)}")
        return slot(name)

    def to(self, program: Program, walk: Walk) -> Told:
        """For somebody on this walk, in the active language."""
        if not self._piped:
            return Told(self._texts)
        speaker = Speaker(program, walk, self._texts)

        def say(pipe: Pipe) -> str:
            return _isolated(speaker(pipe))

        said = {name: filled(self._texts[name], say) for name in self._piped}
        values = {name: escape(say(pipe)) for pipe, name in self._slots.items()}
        return Told(ChainMap(said, self._texts), values)


def _isolated(words: str) -> str:
    """An answer whose direction may differ leaves the words around it in order."""
    is_plain = words.isascii() and not get_language_bidi()
    return words if is_plain else f"{FIRST_STRONG}{words}{POP}"
