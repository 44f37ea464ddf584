import pytest

from studies.disclosure.team import Cell, for_team, percent


def test_team_sees_counts_with_percentages_from_a_base_of_thirty():
    cells = for_team({"yes": 21, "no": 9}, base=30)

    assert cells == [Cell("yes", 21, 70, False), Cell("no", 9, 30, False)]


def test_team_sees_no_percentage_on_a_base_below_thirty():
    cells = for_team({"yes": 20, "no": 9}, base=29)

    assert cells == [Cell("yes", 20, None, False), Cell("no", 9, None, False)]


def test_counts_below_five_are_flagged_as_small():
    cells = for_team({"a": 5, "b": 4, "c": 1, "d": 0}, base=100)

    assert [(cell.code, cell.small) for cell in cells] == [
        ("a", False),
        ("b", True),
        ("c", True),
        ("d", False),
    ]


def test_cells_keep_the_order_that_they_were_given_in():
    assert [cell.code for cell in for_team({"z": 1, "a": 2}, 3)] == ["z", "a"]


@pytest.mark.parametrize(
    "count, base, whole",
    [(0, 30, 0), (1, 200, 1), (1, 201, 0), (67, 200, 34), (200, 200, 100)],
)
def test_percentages_are_whole_and_round_halves_up(count, base, whole):
    assert percent(count, base) == whole
