from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studies.disclosure.public import TOTAL, K, for_public, rounded


def counts(*numbers):
    return {("", f"c{index}"): number for index, number in enumerate(numbers)}


def test_counts_are_rounded_to_five_and_zeros_show():
    table = for_public({("a", "x"): 12, ("a", "y"): 0, ("a", "z"): 63})

    assert table.cells == {
        ("a", "x"): 10,
        ("a", "y"): 0,
        ("a", "z"): 65,
        ("a", TOTAL): 75,
    }


def test_one_small_count_takes_the_next_smallest_with_it():
    table = for_public({("a", "x"): 3, ("a", "y"): 40, ("a", "z"): 25})

    assert table.cells == {
        ("a", "x"): None,
        ("a", "y"): 40,
        ("a", "z"): None,
        ("a", TOTAL): 70,
    }


def test_two_small_counts_whose_sum_is_small_take_a_third():
    table = for_public({("a", "w"): 1, ("a", "x"): 1, ("a", "y"): 30, ("a", "z"): 50})

    assert [table.cells["a", column] for column in "wxyz"] == [None, None, None, 50]


def test_a_small_count_in_a_square_hides_one_in_its_row_column_and_corner():
    table = for_public(
        {("r", "x"): 3, ("r", "y"): 40, ("s", "x"): 50, ("s", "y"): 60},
    )

    hidden = [place for place, count in table.cells.items() if count is None]

    assert hidden == [("r", "x"), ("r", "y"), ("s", "x"), ("s", "y")]


@pytest.mark.parametrize("people", [0, 1, 10])
def test_no_filter_returns_fewer_than_eleven_people(people):
    table = for_public({("a", "x"): people, ("a", "y"): 0})

    assert table.too_few
    assert set(table.cells.values()) == {None}


def test_eleven_people_are_enough():
    assert for_public({("a", "x"): 11, ("a", "y"): 0}).too_few is False


def test_people_behind_a_table_count_once_even_where_they_chose_several():
    assert for_public({("a", "x"): 9, ("a", "y"): 9}, people=9).too_few


@pytest.mark.parametrize("count, shown", [(11, 10), (12, 10), (13, 15), (17, 15)])
def test_rounding_goes_to_the_nearest_five(count, shown):
    assert rounded(count) == shown


SMALL = st.integers(0, 30)


@st.composite
def tables(draw):
    rows, columns = draw(st.integers(1, 3)), draw(st.integers(1, 3))
    return {
        (f"r{row}", f"c{column}"): draw(SMALL)
        for row in range(rows)
        for column in range(columns)
    }


def exact_totals(table):
    """Every sum that an outsider could know exactly, by place."""
    sums = {}
    for (row, column), count in table.items():
        for place in {(row, TOTAL), (TOTAL, column), (TOTAL, TOTAL)}:
            sums[place] = sums.get(place, 0) + count
    return sums


def other_tables(table, hidden):
    """Tables as near as one person each that agree with all that is shown."""
    inner = [place for place in table if place in hidden]
    moves = product((0, -1, 1), repeat=len(inner))
    for move in moves:
        other = table | {
            p: table[p] + step for p, step in zip(inner, move, strict=True)
        }
        sums, others = exact_totals(table), exact_totals(other)
        if min((other[p] for p in inner), default=1) >= 1 and all(
            sums[place] == others[place] for place in sums if place not in hidden
        ):
            yield other


@settings(max_examples=150, deadline=None)
@given(tables())
def test_no_hidden_count_can_be_worked_out_from_the_totals(table):
    shown = for_public(table).cells
    hidden = {place for place, count in shown.items() if count is None}
    if for_public(table).too_few:
        return
    held = {p for p in table if p in hidden}
    # Someone stronger than any reader: knows exact counts, and that hidden ones are
    # at least 1. Totals that are not printed for one row or column are no secret.
    unprinted = {p for p in exact_totals(table) if p not in shown}
    free = hidden | unprinted

    moved = {
        p for other in other_tables(table, free) for p in held if other[p] != table[p]
    }

    assert moved == held


@given(tables())
def test_every_count_from_one_to_ten_is_hidden(table):
    public = for_public(table)

    shown = [
        place
        for place, count in (table | exact_totals(table)).items()
        if 0 < count < K and public.cells.get(place) is not None
    ]

    assert shown == []
