"""Rows of a CSV file, whatever tool and country it comes from."""

import codecs
import csv
import io
import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from cxstudio.csv_lines import FORMULA_STARTS
from studies.intake.faults import COLUMNS_LIMIT, FileFault

# A cell whose words can't be known: a formula whose result the file does not hold.
Cell = str | None
Row = tuple[int, list[Cell]]

ENCODINGS = {
    "utf-8-sig": _("Unicode (UTF-8)"),
    "utf-16": _("Unicode (UTF-16)"),
    "cp1252": _("Western European (Windows)"),
    "cp1250": _("Central European (Windows)"),
    "cp1251": _("Cyrillic (Windows)"),
    "cp1256": _("Arabic (Windows)"),
    "gb18030": _("Simplified Chinese"),
    "big5hkscs": _("Traditional Chinese"),
    "cp949": _("Korean"),
    "cp1258": _("Vietnamese (Windows)"),
    "mac_roman": _("Western European (older Mac)"),
}
DELIMITERS = ",;\t|"
TRIED_LINES = 30
# How Excel is told to leave the zeros of a number alone: ="0155501".
KEPT_AS_TEXT = re.compile(r'="(.*)"', re.DOTALL)


def guess_encoding(content: bytes) -> str:
    """By its mark, or because it can be read so; the person sees whether it is right."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        if len(content) % 2:
            raise FileFault("damaged")
        return "utf-16"
    if b"\0" in content[:4096]:
        raise FileFault("not_a_list")
    for encoding in ("utf-8-sig", "cp1252", "cp1256"):
        try:
            content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise FileFault("not_a_list")  # not reached: the last one reads any bytes


def text_of(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as fault:
        raise FileFault("wrong_letters") from fault


def rows(content: bytes, encoding: str) -> Iterator[Row]:
    """(line as a spreadsheet counts it, cells) of all rows that hold anything."""
    text = text_of(content, encoding)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter(text))
    try:
        for number, whole in enumerate(reader, start=1):
            cells = whole[:COLUMNS_LIMIT]
            if any(cell and not cell.isspace() for cell in cells):
                yield number, [words(cell) for cell in cells]
    except csv.Error as fault:
        raise FileFault("damaged") from fault


def delimiter(text: str) -> str:
    """The sign that cuts the first lines into most cells, the same number each time."""
    head = text[:50_000].splitlines()[:TRIED_LINES]

    def score(sign: str) -> tuple[int, int]:
        try:
            widths = [len(row) for row in csv.reader(head, delimiter=sign) if row]
        except csv.Error:
            return 0, 0
        usual = max(set(widths), key=widths.count, default=1)
        return (widths.count(usual), usual) if usual > 1 else (0, 0)

    best = max(DELIMITERS, key=score)
    return best if score(best) != (0, 0) else ","


def words(cell: str) -> Cell:
    """What a person would see; None for a formula."""
    cell = cell.strip()
    if kept := KEPT_AS_TEXT.fullmatch(cell):
        return kept[1].strip()
    if cell.startswith("'") and cell[1:].startswith(FORMULA_STARTS):
        return cell[1:]  # how our own files keep a cell from running
    return None if cell.startswith("=") else cell
