"""CSV files that a spreadsheet opens without running anything that people wrote."""

import csv
import io
import re
from collections.abc import Iterable, Iterator

from django.http import StreamingHttpResponse

# Spreadsheets run a cell that begins like this as a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-\d+(?:\.\d+)?", re.ASCII)
CHUNK = 1000
BOM = "\ufeff"


def lines(
    header: list[str], rows: Iterable[list[str]], *, bom: bool
) -> Iterator[bytes]:
    """UTF-8 pieces of some hundred rows each; the mark helps spreadsheets, if asked."""
    buffer = io.StringIO()
    if bom:
        buffer.write(BOM)
    writer = csv.writer(buffer)
    writer.writerow(header)
    for number, row in enumerate(rows, start=1):
        writer.writerow([harmless(cell) for cell in row])
        if number % CHUNK == 0:
            yield buffer.getvalue().encode()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue().encode()


def harmless(cell: str) -> str:
    """A cell that no spreadsheet runs: formulas get an apostrophe in front.

    A number below zero is none, and stays a number.
    """
    is_formula = cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if is_formula else cell


def download(pieces: Iterable[bytes], name: str) -> StreamingHttpResponse:
    disposition = f'attachment; filename="{name}"'
    return StreamingHttpResponse(
        pieces,
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )
