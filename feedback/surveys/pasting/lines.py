"""Cuts pasted text into lines and recognizes the mark that each one begins with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

from feedback.surveys.pasting.grids import cells_of, grid_lines, is_head
from feedback.surveys.pasting.parts import LONGEST_LINE
from feedback.surveys.pasting.signs import INVISIBLE

SPACES = re.compile(r"[^\S\n]+")
NUMBER = re.compile(
    r"(?P<named>(?:Q|Question|Pregunta|P)\s*[.:#]?\s*)?(?P<order>\d{1,3})"
    r"\s*(?:[.):、．]|[-–—](?=\s))(?!\d)\s*",
    re.IGNORECASE,
)
NAMED = re.compile(r"(?:Q|Question|Pregunta)\s*(?P<order>\d{1,3})\s+", re.IGNORECASE)
LETTER = re.compile(r"\(?(?:[A-Za-z]|[ivx]{2,4})[.)]\s+|\([A-Za-z]\)\s*")
BOX_SIGNS = r"☐☑☒□▢❑❏❒\uf0a8\uf06f\uf071"
CIRCLE_SIGNS = r"○◯⚪⭘❍"
BOX = re.compile(rf"[{BOX_SIGNS}]\s*|\[\s*[xX_]?\s*\]\s*")
CIRCLE = re.compile(rf"[{CIRCLE_SIGNS}]\s*|\(\s*[_oO]?\s*\)\s*")
BULLET = re.compile(r"[-–—•·*▪▫◦‣⁃●➢»\uf0b7\uf0a7]\s+|[•·▪▫◦‣⁃●➢\uf0b7\uf0a7]|o\s+")
ANSWER_SIGNS = frozenset("_.… \t")
HEADING = re.compile(r"#{1,6}\s+(?=\S)")
# Several choices on one line: "☐ Yes  ☐ No", "a) Yes    b) No".
SIGNS_INSIDE = re.compile(
    rf"(?<=\S)\s+(?=[{BOX_SIGNS}{CIRCLE_SIGNS}]|\[\s*[xX_]?\s*\]|\(\s*[_oO]?\s*\))"
)
LETTERS_INSIDE = re.compile(r"(?<=\S)(?:\t\s*|\s{3,})(?=\(?[b-hB-H][.)]\s*\S)")


class Mark(StrEnum):
    NONE = "none"
    NUMBER = "number"
    LETTER = "letter"
    BULLET = "bullet"
    CIRCLE = "circle"
    BOX = "box"
    ANSWER = "answer"
    HEADING = "heading"
    TOO_LONG = "too_long"
    GRID_HEAD = "grid_head"
    GRID_ROW = "grid_row"


CHOICE_MARKS = frozenset([Mark.LETTER, Mark.BULLET, Mark.CIRCLE, Mark.BOX])
MARKS = [
    (Mark.HEADING, HEADING),
    (Mark.BOX, BOX),
    (Mark.CIRCLE, CIRCLE),
    (Mark.NUMBER, NUMBER),
    (Mark.NUMBER, NAMED),
    (Mark.LETTER, LETTER),
    (Mark.BULLET, BULLET),
]


@dataclass(frozen=True)
class Line:
    """One line, or one of several choices that share a line.

    `text` is without its mark and spaces, `order` the number of a numbered line,
    `after_gap` says that a blank line stands before it.
    """

    number: int
    text: str
    mark: Mark
    indent: int
    order: int = 0
    is_named: bool = False
    after_gap: bool = False


def lines_of(text: str) -> list[Line]:
    """The lines that are not blank, with what they begin with."""
    found: list[Line] = []
    gap = True
    raws = text.splitlines()
    in_grid = grid_lines(raws)
    for number, raw in enumerate(raws, start=1):
        if number - 1 in in_grid:
            found.append(replace(grid_line(number, raw), after_gap=gap))
            gap = False
            continue
        shown = INVISIBLE.sub("", raw)
        if not shown.strip():
            gap = True
            continue
        for part in parts_of(shown) if len(shown) <= LONGEST_LINE else [shown]:
            found.append(replace(line_from(number, part), after_gap=gap))
            gap = False
    return without_noise(found)


def grid_line(number: int, raw: str) -> Line:
    """A head keeps its tabs; of a row only its words count, not the boxes."""
    cells = cells_of(raw)
    if is_head(cells):
        return Line(number, "\t".join(cells), Mark.GRID_HEAD, 0)
    return Line(number, cells[0], Mark.GRID_ROW, 0)


def parts_of(raw: str) -> Iterator[str]:
    """The line, or each choice of a line that holds several."""
    for part in SIGNS_INSIDE.split(raw):
        pieces = LETTERS_INSIDE.split(part) if LETTER.match(part.strip()) else [part]
        yield from pieces


def line_from(number: int, raw: str) -> Line:
    indent = len(raw.expandtabs(4)) - len(raw.expandtabs(4).lstrip())
    text = raw.strip()
    if len(text) > LONGEST_LINE:
        return Line(number, text, Mark.TOO_LONG, indent)
    if is_answer_line(text):
        return Line(number, text, Mark.ANSWER, indent)
    for mark, pattern in MARKS:
        match = pattern.match(text)
        if match and match.end() < len(text):
            facts = match.groupdict()
            rest = SPACES.sub(" ", text[match.end() :]).strip()
            named = mark == Mark.NUMBER and (pattern is NAMED or bool(facts["named"]))
            order = int(facts.get("order") or 0)
            return Line(number, rest, mark, indent, order, named)
    return Line(number, SPACES.sub(" ", text), Mark.NONE, indent)


def is_answer_line(text: str) -> bool:
    """A blank to write on: "_____" or "........"."""
    signs = set(text)
    return signs <= ANSWER_SIGNS and ("___" in text or "....." in text or "……" in text)


def without_noise(lines: list[Line]) -> list[Line]:
    """Documents with a blank line after every line: there, gaps say nothing."""
    apart = sum(line.after_gap for line in lines)
    if len(lines) >= 4 and apart >= 0.9 * len({line.number for line in lines}):
        return [replace(line, after_gap=False) for line in lines]
    return lines
