"""A translator's file beside the draft as it is now: what each of its rows would do."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext as _

from feedback.interchange.units import Unit, short_mark
from feedback.surveys.models import Survey
from feedback.surveys.translation.rows import TranslateRow, rows_of
from studies.wording.differences import Piece, differences
from studies.wording.placeholders import PlaceholderFaults, faults
from studies.wording.translations import SourceText, State, cleaned


class Kind(StrEnum):
    """What a row of the file is, most wanted first."""

    NEW = "new"
    CHANGED = "changed"
    BRACKETS = "brackets"
    THEIRS = "theirs"
    SOURCE = "source"
    UNCHANGED = "unchanged"
    EMPTY = "empty"
    TWICE = "twice"
    UNKNOWN = "unknown"


# Taken in unless left out; and left alone unless somebody picks the file's words.
TAKEN = {Kind.NEW, Kind.CHANGED}
ASKED = {Kind.BRACKETS, Kind.THEIRS, Kind.SOURCE}

# Rows of one kind on the page. A person reads no more at once, and a page of
# thousands takes seconds; what goes for the rest is said below them.
ON_A_PAGE = 200


@dataclass(frozen=True)
class ComparedRow:
    """One row of the file, and the text of the draft that it names."""

    kind: Kind
    unit: Unit
    draft: TranslateRow | None = None

    @property
    def where(self) -> str:
        return f"{self.draft.group} · {self.draft.what}" if self.draft else ""

    @property
    def difference(self) -> list[Piece]:
        """From the saved translation to the file's."""
        return differences(self.draft.text.text, self.unit.target)

    @property
    def source_difference(self) -> list[Piece]:
        """From the source that the file was made from to the present one."""
        return differences(self.unit.source, self.draft.text.source)

    @property
    def faults(self) -> PlaceholderFaults:
        return faults(self.source.text, self.unit.target)

    @property
    def source(self) -> SourceText:
        """What the file translates: the present source, or the one it was made from."""
        text = self.draft.text
        is_old = self.kind == Kind.SOURCE
        return SourceText(text.place, self.unit.source if is_old else text.source)


@dataclass(frozen=True)
class Comparison:
    rows: list[ComparedRow]
    not_in_file: int

    @property
    def mark(self) -> str:
        """Changes as soon as any row would do something else than was shown."""
        shown = [
            [
                row.kind,
                row.unit.row,
                row.draft and [row.draft.text.text, row.draft.seen],
            ]
            for row in self.rows
        ]
        return hashlib.sha256(json.dumps(shown).encode()).hexdigest()[:16]

    def of(self, kinds: Iterable[Kind]) -> list[ComparedRow]:
        kinds = set(kinds)
        return [row for row in self.rows if row.kind in kinds]

    @property
    def groups(self) -> list["Group"]:
        """Rows by what they are, each kind with its sentence; no more than fit a page."""
        found = [(kind, said, self.of([kind])) for kind, said in sentences().items()]
        return [
            Group(kind, said, rows[:ON_A_PAGE], len(rows))
            for kind, said, rows in found
            if rows
        ]


@dataclass(frozen=True)
class Group:
    """The rows of one kind: the first of them, and how many there are."""

    kind: Kind
    said: str
    rows: list[ComparedRow]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)

    @property
    def saves_by_itself(self) -> bool:
        return self.kind in TAKEN

    @property
    def asks(self) -> bool:
        return self.kind in ASKED


def compare(survey: Survey, language: str, units: Iterable[Unit]) -> Comparison:
    """Match by key, source and translation; nothing is written."""
    draft = {row.name: row for row in rows_of(survey, language)}
    seen: set[str] = set()
    rows = []
    for unit in units:
        kind = Kind.TWICE if unit.key in seen else kind_of(unit, draft)
        seen.add(unit.key)
        rows.append(ComparedRow(kind, unit, draft.get(unit.key)))
    return Comparison(rows, not_in_file=len(draft.keys() - seen))


def kind_of(unit: Unit, draft: Mapping[str, TranslateRow]) -> Kind:
    """What a row of the file would do to the draft as it is now."""
    row = draft.get(unit.key)
    if row is None:
        return Kind.UNKNOWN
    if not unit.target:
        return Kind.EMPTY
    if unit.target == row.text.text:
        return Kind.UNCHANGED
    if unit.source_mark != short_mark(row.text.source):
        return Kind.SOURCE
    is_new = row.state == State.MISSING
    # A tool that dropped the mark can't tell whether somebody wrote here meanwhile.
    if unit.target_mark != short_mark(row.text.text) and not (
        is_new and unit.target_mark is None
    ):
        return Kind.THEIRS
    if faults(cleaned(row.text.source), unit.target):
        return Kind.BRACKETS
    return Kind.NEW if is_new else Kind.CHANGED


def sentences() -> dict[Kind, str]:
    """What each kind of row is, as the page says it."""
    return {
        Kind.THEIRS: _("Somebody else changed the translation meanwhile"),
        Kind.SOURCE: _("The source was changed meanwhile"),
        Kind.BRACKETS: _("A word in brackets is missing or made up"),
        Kind.NEW: _("New translations"),
        Kind.CHANGED: _("Changed translations"),
        Kind.UNKNOWN: _("Texts that this survey does not have, or no longer"),
        Kind.TWICE: _("Texts that were in the file before"),
        Kind.EMPTY: _("Without a translation in the file: nothing is taken away"),
        Kind.UNCHANGED: _("The same as what is saved"),
    }
