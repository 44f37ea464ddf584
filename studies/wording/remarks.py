"""What the plain-language check says of texts on record, for any page that shows it.

A page hands in its texts as `WrittenText` and gets a `Review` back; the template
`wording/review.html` shows it, and `settling.settle` does what its buttons ask.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from django.db import models

from studies.wording.checks import check, coverage
from studies.wording.findings import Finding, Text, TextKind
from studies.wording.models import Override, Translation
from studies.wording.reading_level import reading_level
from studies.wording.tags import language_name
from studies.wording.translations import place, source_hash

# Letters of context on each side of the marked ones.
NEAR = 70


def around(text: str, start: int, end: int) -> tuple[str, str]:
    """The words just before and after, cut at a space where there are many."""
    before, after = text[max(0, start - NEAR) : start], text[end : end + NEAR]
    if start > NEAR:
        before = "…" + before.partition(" ")[2]
    if len(text) - end > NEAR:
        after = after.rpartition(" ")[0] + "…"
    return before, after


@dataclass(frozen=True)
class WrittenText:
    """One text of a saved row, in the language that it is read in.

    `name` says what it is, where a page shows several; `whole` joins texts whose
    reading level is measured as one. A translation may come without its row: it is
    found by its place.
    """

    row: models.Model | None
    field: str
    text: str
    language: str
    kind: TextKind
    name: str = ""
    whole: str = ""
    is_translation: bool = False
    at: str = ""

    @property
    def place(self) -> str:
        return self.at or place(self.row, self.field)


@dataclass(frozen=True)
class Remark:
    """A finding in the text that it marks."""

    finding: Finding
    text: str
    place: str
    language: str
    name: str = ""
    override: Override | None = None
    written: WrittenText | None = field(default=None, compare=False)

    @property
    def marked(self) -> str:
        return self.text[self.finding.start : self.finding.end]

    @property
    def before(self) -> str:
        return around(self.text, self.finding.start, self.finding.end)[0]

    @property
    def after(self) -> str:
        return around(self.text, self.finding.start, self.finding.end)[1]

    @property
    def words(self) -> str:
        """What an override holds for: the marked words, or the whole text."""
        return self.marked or self.text

    @property
    def mended(self) -> str:
        start, end = self.finding.start, self.finding.end
        return self.text[:start] + self.finding.suggestion + self.text[end:]

    @property
    def fix(self) -> str:
        """What one click does, as a word for the template; empty where it can't."""
        return "replace" if self.finding.suggestion else ""

    @property
    def key(self) -> str:
        """Names this finding on the page; another text has other keys."""
        found = self.finding
        parts = (self.place, found.rule, found.part, found.start, self.text)
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


Shown = TypeVar("Shown", bound=Remark)


@dataclass(frozen=True)
class Review:
    """All that is found in some texts, what somebody let stand apart."""

    found: list[Remark]
    let_stand: list[Remark]
    # Of each whole: a name (or none) with what its reading level misses.
    whole: list[tuple[str, Finding]] = field(default_factory=list)
    # What is checked, each with the languages that it holds for; none where it is all.
    coverage: list[tuple[str, str]] = field(default_factory=list)
    is_empty: bool = False


def in_all_languages(texts: Iterable[WrittenText]) -> list[WrittenText]:
    """Each text, and after it its translations; one query."""
    sources = list(texts)
    rows = Translation.objects.of([one.place for one in sources])
    translations: dict[str, list[Translation]] = {}
    for row in rows.order_by("language"):
        translations.setdefault(row.place, []).append(row)
    found = []
    for one in sources:
        found.append(one)
        for row in translations.get(one.place, []):
            language = language_name(row.language)
            name = f"{one.name} ({language})" if one.name else language
            found.append(
                replace(
                    one,
                    text=row.text,
                    language=row.language,
                    name=name,
                    is_translation=True,
                )
            )
    return found


def review(texts: Iterable[WrittenText]) -> Review:
    """Findings over every text, in order; one query."""
    written = [text for text in texts if text.text.strip()]
    remarks = [
        Remark(finding, one.text, one.place, one.language, one.name, written=one)
        for one in written
        for finding in check(one.text, one.language, one.kind)
    ]
    found, let_stand = apart(remarks)
    return Review(
        found,
        let_stand,
        whole=list(levels(written)),
        coverage=coverage_of(written),
        is_empty=not written,
    )


def coverage_of(written: Iterable[WrittenText]) -> list[tuple[str, str]]:
    said: dict[str, list[str]] = {}
    for language in dict.fromkeys(one.language for one in written):
        said.setdefault(coverage(language), []).append(language_name(language))
    if len(said) == 1:
        return [("", sentence) for sentence in said]
    return [(", ".join(names), sentence) for sentence, names in said.items()]


def apart(remarks: Sequence[Shown]) -> tuple[list[Shown], list[Shown]]:
    """Those to look at, and those that somebody let stand; one query."""
    rows = Override.objects.filter(place__in={remark.place for remark in remarks})
    overrides = {(row.place, row.rule, row.words_hash): row for row in rows}
    found, let_stand = [], []
    for remark in remarks:
        words = source_hash(remark.words.casefold())
        override = overrides.get((remark.place, remark.finding.rule, words))
        if override:
            let_stand.append(replace(remark, override=override))
        else:
            found.append(remark)
    return found, let_stand


def levels(written: Iterable[WrittenText]) -> Iterator[tuple[str, Finding]]:
    """(name, finding) for each whole that misses its reading level."""
    wholes: dict[tuple[str, str, str], list[WrittenText]] = {}
    for one in written:
        wholes.setdefault((one.language, one.kind, one.whole), []).append(one)
    for (language, kind, name), parts in wholes.items():
        texts = [Text(part.text, language, kind) for part in parts]
        for finding in reading_level(texts, language):
            yield name, finding
