"""Which words of a page are in which language, where the survey's are not the page's.

Our own words are not there in every language that a survey may have. Then the page is
in ours, and each text of the survey says which language it is in.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString

from feedback.answering import languages
from feedback.surveys.kinds import Answer
from feedback.surveys.kinds.base import Kind, way_out
from studies.wording.tags import direction


@dataclass(frozen=True)
class Marks:
    """Attributes for an element: `theirs` for a text of the survey, `ours` inside one.

    Both are empty where the page speaks the survey's language.
    """

    page: str  # the language of our own words
    theirs: str = ""
    ours: str = ""

    @classmethod
    def of(cls, language: str) -> Marks:
        page = languages.interface(language)
        if page == language:
            return cls(page)
        return cls(page, _attributes(language), _attributes(page))

    def mark(self, text: str) -> SafeString:
        """A text of the survey inside a sentence of ours."""
        if not self.theirs:
            return conditional_escape(text)
        return format_html("<bdi{}>{}</bdi>", self.theirs, text)

    def answer(self, kind: Kind, answer: Answer, lines: Sequence[str]) -> SafeString:
        """What somebody answered, a line per part."""
        words = "<br>".join(conditional_escape(line) for line in lines)
        mark = "" if kind.says_in_our_words or way_out(answer) else self.theirs
        return SafeString(f"<bdi{mark}>{words.replace(chr(10), '<br>')}</bdi>")


def _attributes(language: str) -> SafeString:
    return format_html(' lang="{}" dir="{}"', language, direction(language))
