"""A sent list as rows of people, whatever its format."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from studies.intake import csv_rows, xlsx_rows
from studies.intake.csv_rows import Cell, Row
from studies.intake.faults import ROWS_LIMIT, SIZE_LIMIT, FileFault
from studies.intake.headings import (
    Field,
    guess,
    guess_by_cells,
    heading_line,
)

ZIP, OLD_SHEET = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# Titles and merged headings stand within the first lines; people see some of the rest.
LOOKED_AT, SHOWN = 30, 5


@dataclass(frozen=True)
class Column:
    """One column as the page shows it, to say what it holds."""

    number: int
    heading: str
    cells: list[str]

    @property
    def letter(self) -> str:
        """As a spreadsheet names it: A, B, … Z, AA."""
        first, last = divmod(self.number, 26)
        return (chr(64 + first) if first else "") + chr(65 + last)


def encoding_of(content: bytes) -> str:
    """How its letters are written; empty for a workbook, which says so itself."""
    if len(content) > SIZE_LIMIT:
        raise FileFault("too_large")
    if not content.strip():
        raise FileFault("empty")
    if content.startswith(OLD_SHEET):
        raise FileFault("old_sheet")
    return "" if content.startswith(ZIP) else csv_rows.guess_encoding(content)


def rows(content: bytes, encoding: str) -> Iterator[Row]:
    return csv_rows.rows(content, encoding) if encoding else xlsx_rows.rows(content)


def people_rows(content: bytes, encoding: str, below: int) -> Iterator[Row]:
    """The rows under the headings; one more than may be ends it."""
    below_headings = (row for row in rows(content, encoding) if row[0] > below)
    for number, row in enumerate(below_headings):
        if number == ROWS_LIMIT:
            raise FileFault("too_many")
        yield row


def refuse_too_many(content: bytes, encoding: str) -> None:
    """At once, where it has so many lines that it may hold too many people.

    A cell may hold line breaks, so what counts is the rows; reading stops at the limit.
    A workbook is counted when it is checked.
    """
    if encoding and content.count(b"\n") > ROWS_LIMIT:
        for _row in people_rows(content, encoding, 1):
            pass


def first_guess(content: bytes, encoding: str) -> tuple[int, dict[int, Field]]:
    """(line of the headings or 0, what the columns hold)."""
    top = list(islice(rows(content, encoding), LOOKED_AT))
    if not top:
        raise FileFault("empty")
    shown = [(number, _shown(cells)) for number, cells in top]
    line = heading_line(shown)
    if not line:
        return 0, guess_by_cells([cells for _, cells in shown])
    return line, guess(next(cells for number, cells in shown if number == line))


def columns(content: bytes, encoding: str, below: int) -> list[Column]:
    """Each column with its heading and what stands in it for the first few people."""
    top = islice(rows(content, encoding), LOOKED_AT + below)
    shown = [(number, _shown(cells)) for number, cells in top]
    headings = next((cells for number, cells in shown if number == below), [])
    people = [cells for number, cells in shown if number > below][:SHOWN]
    width = max(map(len, [headings, *people]), default=0)
    return [
        Column(
            n,
            headings[n] if n < len(headings) else "",
            [cells[n] if n < len(cells) else "" for cells in people],
        )
        for n in range(width)
    ]


def _shown(cells: list[Cell]) -> list[str]:
    return [cell or "" for cell in cells]
