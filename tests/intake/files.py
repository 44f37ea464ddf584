"""Lists as people's tools write them."""

import csv
import io
from collections.abc import Iterable

import xlsxwriter


def csv_of(
    *rows: Iterable[str], encoding: str = "utf-8", delimiter: str = ","
) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_of(*rows: Iterable[object], sheets: tuple = (), merged: tuple = ()) -> bytes:
    """Written as numbers or words; sheets in front are empty ones by these names."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    for name in sheets:
        book.add_worksheet(name)
    sheet = book.add_worksheet("People")
    for line, row in enumerate(rows):
        for column, cell in enumerate(row):
            sheet.write(line, column, cell)
    for first, last, words in merged:
        sheet.merge_range(0, first, 0, last, words)
    book.close()
    return buffer.getvalue()
