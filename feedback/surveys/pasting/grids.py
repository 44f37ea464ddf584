"""Finds tables whose rows are asked with the same choices, in lines parted by tabs."""

from collections.abc import Sequence

from feedback.surveys.pasting.signs import INVISIBLE

LONGEST_LABEL = 60
FEWEST_ROWS = 2
EMPTY = frozenset("☐☑☒□○◯⚪()[]_ ")


def grid_lines(lines: Sequence[str]) -> set[int]:
    """The places of heads and rows; a head comes right before its rows."""
    found: set[int] = set()
    at = 0
    while at < len(lines):
        end = _end_of_grid(lines, at)
        if end - at > FEWEST_ROWS:
            found.update(range(at, end))
            at = end
        else:
            at += 1
    return found


def cells_of(line: str) -> list[str]:
    return [cell.strip() for cell in INVISIBLE.sub("", line).rstrip("\n").split("\t")]


def is_head(cells: Sequence[str]) -> bool:
    """Choices above empty columns; what stands left of them may name the whole."""
    labels = cells[1:]
    return len(labels) > 1 and all(
        label and len(label) <= LONGEST_LABEL and not _is_blank(label)
        for label in labels
    )


def _end_of_grid(lines: Sequence[str], at: int) -> int:
    head = cells_of(lines[at])
    if not is_head(head):
        return at
    end = at + 1
    while end < len(lines) and _is_row(cells_of(lines[end]), len(head)):
        end += 1
    return end


def _is_row(cells: Sequence[str], width: int) -> bool:
    if len(cells) != width or not cells[0] or _is_blank(cells[0]):
        return False
    return all(_is_blank(cell) for cell in cells[1:])


def _is_blank(cell: str) -> bool:
    """Nothing, a box to tick, or the number of a point."""
    return set(cell) <= EMPTY or cell.isdecimal()
