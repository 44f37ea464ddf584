"""Rows of the first sheet of an XLSX file that holds anything.

Read as a stream by the plain XML parser: a list of 100,000 people takes a second or
two and little memory, ten times less than with a library that makes cells of it.
"""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from xml.parsers.expat import ExpatError, ParserCreate

from cxstudio.escaped_signs import unescaped
from studies.intake.csv_rows import Row
from studies.intake.faults import COLUMNS_LIMIT, FileFault

# What 100,000 people unpack to is some 60 MB; an attack unpacks to far more.
UNPACKED_LIMIT, PARTS_LIMIT = 300_000_000, 500
PIECE = 262_144
CELL = re.compile(r"([A-Z]{1,3})(\d+)")
BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    LookupError,
    AttributeError,
    TypeError,
    ValueError,
    NotImplementedError,
    RuntimeError,  # a part with a password
    ExpatError,
)


def rows(content: bytes) -> Iterator[Row]:
    """(line, cells) of all rows with words; a formula counts by its stored result."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            _refuse_bombs(archive)
            strings = _shared_strings(archive)
            for part in _sheets(archive):
                found = False
                for row in _Sheet(strings).read(archive, part):
                    found = True
                    yield row
                if found:
                    return
    except BROKEN as fault:
        raise FileFault("damaged") from fault


def _refuse_bombs(archive: zipfile.ZipFile) -> None:
    """Look at what it unpacks to before unpacking anything."""
    parts = archive.infolist()
    size = sum(part.file_size for part in parts)
    if len(parts) > PARTS_LIMIT or size > UNPACKED_LIMIT:
        raise FileFault("too_large")
    if not any(part.filename.endswith("workbook.xml") for part in parts):
        raise FileFault("not_a_list")


class _Parser:
    """Hears of elements by their names without namespaces, piece by piece."""

    def __init__(self):
        self.text: list[str] | None = None

    def parse(self, archive: zipfile.ZipFile, part: str) -> Iterator[None]:
        parser = ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda n, a: self.start(n.rpartition(" ")[2], a)
        parser.EndElementHandler = lambda n: self.end(n.rpartition(" ")[2])
        parser.CharacterDataHandler = self.said
        parser.EntityDeclHandler = self.refuse
        with archive.open(part) as source:
            while piece := source.read(PIECE):
                parser.Parse(piece)
                yield
            parser.Parse(b"", True)
        yield

    def refuse(self, *_declaration) -> None:
        raise ExpatError("a sheet that declares words of its own")

    def said(self, words: str) -> None:
        if self.text is not None:
            self.text.append(words)

    def start(self, name: str, attributes: dict[str, str]) -> None:
        raise NotImplementedError

    def end(self, name: str) -> None:
        raise NotImplementedError


class _Strings(_Parser):
    """The words that cells point to; hints on how to say them (rPh) are left out."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []
        self.hint = False

    def start(self, name, attributes):
        if name == "si":
            self.pieces: list[str] = []
        elif name == "rPh":
            self.hint = True
        elif name == "t" and not self.hint:
            self.text = self.pieces

    def end(self, name):
        if name == "t":
            self.text = None
        elif name == "rPh":
            self.hint = False
        elif name == "si":
            self.found.append(unescaped("".join(self.pieces)))


class _Targets(_Parser):
    """Elements of one name, with their attributes."""

    def __init__(self, name: str):
        super().__init__()
        self.name, self.found = name, []

    def start(self, name, attributes):
        if name == self.name:
            self.found.append({k.rpartition(" ")[2]: v for k, v in attributes.items()})

    def end(self, name):
        pass


class _Sheet(_Parser):
    def __init__(self, strings: list[str]):
        super().__init__()
        self.strings = strings
        self.line = 0
        self.waiting: list[Row] = []

    def read(self, archive: zipfile.ZipFile, part: str) -> Iterator[Row]:
        for _piece in self.parse(archive, part):
            yield from self.waiting
            self.waiting.clear()

    def start(self, name, attributes):
        if name == "c":
            place = CELL.fullmatch(attributes.get("r", ""))
            self.column = _number(place[1]) if place else self.column + 1
            self.kind, self.formula = attributes.get("t", "n"), False
            self.value: list[str] = []
        elif name == "row":
            self.line = int(attributes.get("r", self.line + 1))
            self.cells, self.column = {}, -1
        elif name == "f":
            self.formula = True
        elif name in ("v", "t"):
            self.text = self.value

    def end(self, name):
        if name in ("v", "t"):
            self.text = None
        elif name == "c" and self.column < COLUMNS_LIMIT:
            self.cells[self.column] = self._words()
        elif name == "row" and any(cell != "" for cell in self.cells.values()):
            width = max(self.cells) + 1
            row = [self.cells.get(column, "") for column in range(width)]
            self.waiting.append((self.line, row))

    def _words(self) -> str | None:
        """None where a formula has no result, or one that is an error."""
        value = "".join(self.value)
        if self.kind == "s":
            return self.strings[int(value)].strip()
        if self.kind == "e" or (self.formula and not value):
            return None
        if self.kind == "n" and value:
            return _whole(value)
        return unescaped(value).strip()


def _shared_strings(archive: zipfile.ZipFile) -> list[str]:
    strings = _Strings()
    if part := next(
        (n for n in archive.namelist() if n.endswith("sharedStrings.xml")), ""
    ):
        for _piece in strings.parse(archive, part):
            pass
    return strings.found


def _sheets(archive: zipfile.ZipFile) -> Iterator[str]:
    """The parts of the sheets, in the order in which the workbook shows them."""
    names = archive.namelist()
    book = next(name for name in names if name.endswith("workbook.xml"))
    folder = PurePosixPath(book).parent
    targets = _all(archive, f"{folder}/_rels/workbook.xml.rels", "Relationship")
    where = {found["Id"]: found["Target"] for found in targets}
    for sheet in _all(archive, book, "sheet"):
        target = where[sheet["id"]]
        yield target.lstrip("/") if target.startswith("/") else f"{folder}/{target}"


def _all(archive: zipfile.ZipFile, part: str, name: str) -> list[dict[str, str]]:
    targets = _Targets(name)
    for _piece in targets.parse(archive, part):
        pass
    return targets.found


def _number(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _whole(value: str) -> str:
    """A telephone number that a sheet took for a number, without its ".0" or "E9"."""
    number = float(value)
    return str(int(number)) if number.is_integer() and abs(number) < 1e16 else value
