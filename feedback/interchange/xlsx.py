"""XLSX: one row for each text, source and translation beside each other."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from xml.etree.ElementTree import ParseError

import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.utils.exceptions import InvalidFileException

from cxstudio.cells import Reader, words
from feedback.interchange.units import Batch, FileFault, Unit, too_many
from studies.wording.tags import is_right_to_left, tidy
from studies.wording.translations import cleaned

# What a cell of a sheet can hold, by the format's own rule.
CELL_LIMIT = 32_767
# Unpacked sizes: a sheet of 20,000 texts is far below, an attack far above.
UNPACKED_LIMIT, PARTS_LIMIT, ROWS_LIMIT = 60_000_000, 200, 20_000
WIDTHS = {"where": 24, "keep": 18, "state": 16, "key": 16, "mark": 28}
HEADING = re.compile(r"(source|translation) \(([^)]*)\)")
# What a damaged or made-up workbook was seen to raise in the reader.
UNREADABLE = (
    InvalidFileException,
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    EOFError,
    OSError,
    KeyError,
    IndexError,
    TypeError,
    ValueError,
    AttributeError,
    NotImplementedError,
)


def write(batch: Batch) -> bytes:
    """A sheet whose last two columns belong to the machine; long texts are refused."""
    for unit in batch.units:
        if max(len(unit.source), len(unit.target)) > CELL_LIMIT:
            raise FileFault(
                _("“%(where)s” is too long for a sheet. Use XLIFF or PO.")
                % {"where": unit.where},
                code="too_long",
            )
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"subject": batch.survey})
    sheet = book.add_worksheet("texts")
    source, target = batch.source_language, batch.target_language
    headings = ["where", f"source ({source})", f"translation ({target})", "keep"]
    headings += ["state", "key", "mark"]
    formats = [_format(book, heading, batch) for heading in headings]
    heading_format = book.add_format({"bold": True, "bottom": 1})
    for column, (heading, looks) in enumerate(zip(headings, formats, strict=True)):
        sheet.set_column(column, column, WIDTHS.get(heading, 52), looks)
        sheet.write_string(0, column, heading, heading_format)
    sheet.freeze_panes(1, 2)
    for row, unit in enumerate(batch.units, start=1):
        cells = [unit.where, unit.source, unit.target, unit.keep, unit.state]
        cells += [unit.key, unit.mark]
        for column, (cell, looks) in enumerate(zip(cells, formats, strict=True)):
            # As text, always: a translation may begin with "=".
            sheet.write_string(row, column, cell, looks)
    book.close()
    return buffer.getvalue()


def _format(book: xlsxwriter.Workbook, heading: str, batch: Batch):
    found = HEADING.match(heading)
    looks = {"text_wrap": True, "valign": "top", "num_format": "@"}
    if found and is_right_to_left(found[2]):
        looks |= {"align": "right", "reading_order": 2}
    if heading in ("key", "mark", "where", "keep", "state"):
        looks["font_color"] = "#666666"
    return book.add_format(looks)


def read(content: bytes) -> Batch:
    """The texts of the first sheet; refused where it is damaged, or far too large."""
    try:
        _refuse_bombs(content)
        book = _book(content)
        try:
            rows = list(_rows(book))
            survey = book.properties.subject or ""
        finally:
            book.close()
    except UNREADABLE as fault:
        raise FileFault(
            _(
                "This is not a whole XLSX file. Nothing was saved. Save it again in "
                "your tool, and send that one."
            ),
            code="not_xlsx",
        ) from fault
    columns, source, target = _columns(rows[0][1] if rows else [])
    return Batch(
        survey=survey,
        source_language=source,
        target_language=target,
        units=[_unit(cells, columns, number) for number, cells in rows[1:]],
    )


def _refuse_bombs(content: bytes) -> None:
    """Look at what it unpacks to before unpacking anything."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = archive.infolist()
    if len(parts) > PARTS_LIMIT or sum(p.file_size for p in parts) > UNPACKED_LIMIT:
        raise FileFault(
            _("This file unpacks to far more than a translation. Nothing was saved."),
            code="too_large",
        )


def _book(content: bytes) -> Workbook:
    reader = Reader(io.BytesIO(content), read_only=True)
    reader.read()
    return reader.wb


def _rows(book: Workbook) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold words, by their number; a look put on an empty row is no text."""
    sheet = book["texts"] if "texts" in book.sheetnames else book.worksheets[0]
    sheet.reset_dimensions()  # some tools write down a size that is not true
    found = 0
    for number, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
        row = [words(cell) for cell in cells[:40]]
        found += any(row)
        if found > ROWS_LIMIT:
            raise too_many(ROWS_LIMIT)
        if any(row):
            yield number, row


def _columns(headings: list[str]) -> tuple[dict[str, int], str, str]:
    """Where each column stands, wherever somebody moved it, and both languages."""
    columns: dict[str, int] = {}
    tags = {"source": "", "translation": ""}
    for index, heading in enumerate(headings):
        found = HEADING.fullmatch(heading.strip().lower())
        name = found[1] if found else heading.strip().lower()
        columns.setdefault(name, index)
        if found:
            tags[found[1]] = tidy(found[2])
    missing = [name for name in ("key", "source", "translation") if name not in columns]
    if missing:
        raise FileFault(
            _("Row 1: the heading %(names)s is missing. Nothing was saved.")
            % {"names": ", ".join(f"“{name}”" for name in missing)},
            code="no_heading",
        )
    return columns, tags["source"], tags["translation"]


def _unit(cells: list[str], columns: dict[str, int], number: int) -> Unit:
    def cell(name: str) -> str:
        index = columns.get(name, len(cells))
        return cleaned(cells[index]) if index < len(cells) else ""

    if not cell("key"):
        raise FileFault(
            _("Row %(row)d: the key that names the text is missing. Nothing was saved.")
            % {"row": number},
            code="no_key",
        )
    return Unit(
        key=cell("key")[:200],
        source=cell("source"),
        target=cell("translation"),
        mark=cell("mark"),
        row=number,
    )
