from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

# Counts from 1 to 10 are hidden, and no filter may return fewer people than this.
K = 11
ROUND_TO = 5
# The name of a total among the rows and columns of a table.
TOTAL = ""

Place = tuple[str, str]


@dataclass(frozen=True)
class PublicTable:
    """Counts that anybody may see: rounded to 5, None where hidden.

    `cells` holds the totals too, under `TOTAL`. `too_few` says that the whole table
    is kept back because fewer than 11 people stand behind it.
    """

    cells: dict[Place, int | None]
    too_few: bool


def for_public(table: Mapping[Place, int], people: int | None = None) -> PublicTable:
    """A table of counts, {(row, column): count}, for partners, agencies, the public.

    Counts 1–10 are hidden, and further ones until no hidden count can be worked out
    from the totals of its row and column, even by somebody who knows that each of
    them is at least 1. Zeros show. One row alone is a plain list of counts. `people`
    is how many stand behind the table where one person can be in several cells.
    """
    whole = _with_totals(table)
    behind = sum(table.values()) if people is None else people
    if behind < K:
        return PublicTable(dict.fromkeys(whole, None), too_few=True)
    lines = _lines(whole)
    hidden = {place for place, count in whole.items() if 0 < count < K}
    while weak := _weakest(lines, hidden, whole):
        hidden.add(weak)
    cells = {
        place: None if place in hidden else rounded(count)
        for place, count in whole.items()
    }
    return PublicTable(cells, too_few=False)


def rounded(count: int) -> int:
    return (count + ROUND_TO // 2) // ROUND_TO * ROUND_TO


def _with_totals(table: Mapping[Place, int]) -> dict[Place, int]:
    """The table with a total for each row, each column and all; one row needs one."""
    rows = dict.fromkeys(row for row, _ in table)
    columns = dict.fromkeys(column for _, column in table)
    whole = {(r, c): table.get((r, c), 0) for r in rows for c in columns}
    if len(columns) > 1:
        whole |= {(r, TOTAL): sum(whole[r, c] for c in columns) for r in rows}
    if len(rows) > 1:
        across = [*columns, TOTAL] if len(columns) > 1 else columns
        whole |= {(TOTAL, c): sum(whole[r, c] for r in rows) for c in across}
    return whole


def _lines(whole: Mapping[Place, int]) -> list[list[Place]]:
    """Each row and each column with its total: what an outsider can add up."""
    rows = dict.fromkeys(row for row, _ in whole)
    columns = dict.fromkeys(column for _, column in whole)
    lines = [[(r, c) for c in columns if (r, c) in whole] for r in rows]
    lines += [[(r, c) for r in rows if (r, c) in whole] for c in columns]
    return [line for line in lines if len(line) > 1]


def _weakest(lines: list[list[Place]], hidden: set[Place], whole: Mapping[Place, int]):
    """The smallest count to hide next because a line gives a hidden one away."""
    for line in lines:
        inside = [place for place in line if place in hidden]
        if inside and _gives_away(inside, whole):
            return _smallest_shown([line], hidden, whole)
    known = _determined(lines, hidden)
    if not known:
        return None
    touching = [line for line in lines if known & set(line)]
    near = _smallest_shown(touching, hidden, whole)
    return near or _smallest_shown(lines, hidden, whole)


def _gives_away(inside: list[Place], whole: Mapping[Place, int]) -> bool:
    """One hidden count alone, or several so small that their sum says what they are."""
    if len(inside) == 1:
        return True
    totals = [place for place in inside if TOTAL in place]
    return not totals and sum(whole[place] for place in inside) < K


def _smallest_shown(
    lines: Iterable[list[Place]], hidden: set[Place], whole: Mapping[Place, int]
) -> Place | None:
    shown = {p for line in lines for p in line if p not in hidden and whole[p] > 0}
    return min(shown, key=lambda place: (whole[place], place), default=None)


def _determined(lines: list[list[Place]], hidden: set[Place]) -> set[Place]:
    """The hidden counts that the sums fix: unit rows of the reduced equations."""
    order = sorted(hidden)
    equations = [
        [Fraction(_sign(line, place)) for place in order]
        for line in lines
        if hidden & set(line)
    ]
    return {
        order[[bool(n) for n in row].index(True)]
        for row in _reduced(equations)
        if sum(map(bool, row)) == 1
    }


def _sign(line: list[Place], place: Place) -> int:
    """1 for a part of the line, -1 for its total: the line's last place."""
    if place not in line:
        return 0
    return -1 if place == line[-1] else 1


def _reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """Gauss and Jordan: reduced row echelon form, exact."""
    done = 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((i for i in range(done, len(rows)) if rows[i][column]), None)
        if pivot is None:
            continue
        rows[done], rows[pivot] = rows[pivot], rows[done]
        head = rows[done][column]
        rows[done] = [number / head for number in rows[done]]
        for i, row in enumerate(rows):
            if i != done and row[column]:
                rows[i] = [
                    a - row[column] * b for a, b in zip(row, rows[done], strict=True)
                ]
        done += 1
    return rows[:done]
