"""What stands on a paper form, as plain texts: no markup, no rows of the database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """One thing to tick. `code` stands beside it, so that it can be keyed in."""

    code: str
    label: str
    write: bool = False  # words belong beside it
    alone: str = ""  # said where nothing else may be ticked with it
    then: str = ""  # where to go on from here, when that is not the next question


@dataclass(frozen=True)
class Block:
    """One piece of the form: a section's title, words, or a question.

    `shape` is as in kinds.base.Printed, and "row" for a scale that runs across.
    """

    what: str
    level: int
    label: str
    shape: str = "words"
    key: str = ""
    number: int = 0
    hint: str = ""
    optional: str = ""
    only: str = ""  # for whom it is, and where the others go on
    how: str = ""
    boxes: tuple[Box, ...] = ()
    ways: tuple[Box, ...] = ()  # ways out, apart from a line of boxes or from a field
    rows: tuple[tuple[str, str], ...] = ()
    lines: int = 0
    cells: tuple[tuple[str, int], ...] = ()
    after: tuple[str, ...] = ()
    note: str = ""  # small words for the office, below a section's own


@dataclass(frozen=True)
class Sheet:
    """A whole form in one language. `name` stands in `form`, on every page."""

    language: str
    direction: str
    title: str
    agency: str
    name: str
    form: str  # "Form {name}"
    edition: str
    draft: str  # said on every page of what is not published
    opening: tuple[str, ...]
    blocks: tuple[Block, ...]
    closing: tuple[str, ...]
    page: str  # "Page {page} of {pages}"
    end: str
