from datetime import date
from decimal import Decimal

import pytest

from feedback.surveys.rules import trees
from feedback.surveys.rules.evaluating import claim, reading


def holds(tree, **answers):
    return claim(trees.condition(tree))(answers)


def amount(tree, **answers):
    return reading(trees.value(tree))(answers)


def asks(op, **fields):
    return {"op": op, "question": "q1", **fields}


def number(value):
    return {"op": "number", "value": value}


ANSWER = {"op": "answer", "question": "q1"}


@pytest.mark.parametrize(
    ("tree", "yes", "no", "several", "declined", "empty"),
    [
        (asks("is", choice="yes"), True, False, True, False, False),
        (asks("is_not", choice="yes"), False, True, False, False, False),
        (asks("one_of", choices=["yes", "no"]), True, True, True, False, False),
        (asks("none_of", choices=["yes", "maybe"]), False, True, False, False, False),
        (asks("answered"), True, True, True, False, False),
        (asks("declined"), False, False, False, True, False),
        (asks("empty"), False, False, False, False, True),
    ],
)
def test_what_was_chosen(tree, yes, no, several, declined, empty):
    answers = [
        {"code": "yes"},
        {"code": "no"},
        {"codes": ["yes", "maybe"]},
        {"code": "_declined"},
        {},
    ]

    said = [holds(tree, q1=answer) for answer in answers]

    assert said == [yes, no, several, declined, empty]
    assert holds(tree) == empty  # what did not show is not answered either


def test_words_are_compared_in_any_case_and_with_any_spaces():
    late = {"text": "It  came LATE\n"}

    assert holds(asks("text_is", text="it came late"), q1=late)
    assert holds(asks("contains", text=" Late"), q1=late)
    assert holds(asks("text_is_not", text="late"), q1=late)
    assert not holds(asks("text_is_not", text="It came late"), q1=late)
    assert not holds(asks("text_is_not", text="late"), q1={})


@pytest.mark.parametrize(
    ("op", "lower", "same", "higher"),
    [
        ("lt", True, False, False),
        ("le", True, True, False),
        ("gt", False, False, True),
        ("ge", False, True, True),
        ("eq", False, True, False),
        ("ne", True, False, True),
    ],
)
def test_numbers_dates_and_numbered_choices_are_compared(op, lower, same, higher):
    tree = {"op": op, "left": ANSWER, "right": number(3)}
    expected = [lower, same, higher]

    numbers = [holds(tree, q1={"value": n}) for n in ("2.9", "3.0", "3.1")]
    points = [holds(tree, q1={"code": code}) for code in "234"]
    day = tree | {"right": {"op": "date", "value": "2026-03-01"}}
    dates = [
        holds(day, q1={"value": f"2026-{rest}"}) for rest in ("02-28", "03-01", "03-02")
    ]

    assert (numbers, points, dates) == (expected, expected, expected)


@pytest.mark.parametrize("op", ["lt", "le", "gt", "ge", "eq", "ne"])
def test_nothing_compares_with_what_is_missing_or_of_another_kind(op):
    tree = {"op": op, "left": ANSWER, "right": number(3)}
    answers = [{}, {"text": "3"}, {"value": "2026-03-01"}, {"value": "three"}]

    assert [holds(tree, q1=answer) for answer in answers] == [False] * 4


def test_conditions_are_joined_counted_and_turned_around():
    one, other = asks("is", choice="a"), asks("is", choice="b")
    both = {"codes": ["a", "b"]}

    assert holds({"op": "and", "of": [one, other]}, q1=both)
    assert not holds({"op": "and", "of": [one, other]}, q1={"codes": ["a"]})
    assert holds({"op": "or", "of": [one, other]}, q1={"codes": ["b"]})
    assert holds({"op": "not", "of": one}, q1={})
    two = {"op": "at_least", "count": 2, "of": [one, other, asks("answered")]}
    assert [holds(two, q1=answer) for answer in (both, {"codes": ["a"]}, {})] == [
        True,
        True,
        False,
    ]


def test_values_are_calculated_exactly():
    tenth = number("0.1")

    assert amount({"op": "add", "of": [tenth, tenth, tenth]}) == Decimal("0.3")
    assert amount({"op": "multiply", "of": [tenth, number(3)]}) == Decimal("0.3")
    pair = {"left": number(7), "right": number(2)}
    assert amount({"op": "subtract", **pair}) == 5
    assert amount({"op": "divide", **pair}) == Decimal("3.5")
    days = {
        "op": "days",
        "left": ANSWER,
        "right": {"op": "date", "value": "2026-01-01"},
    }
    assert amount(days, q1={"value": "2026-01-31"}) == 30
    assert amount({"op": "date", "value": "2026-01-31"}) == date(2026, 1, 31)
    count = {"op": "count", "of": [asks("answered"), asks("is", choice="a")]}
    assert amount(count, q1={"code": "b"}) == 1
    picked = {"op": "picked", "question": "q1"}
    assert amount(picked, q1={"codes": ["a", "b"]}) == 2
    assert amount(picked) is None


def test_what_can_not_be_calculated_is_nothing():
    zero = {"op": "divide", "left": number(1), "right": number(0)}
    large = {"op": "multiply", "of": [number(10**14)] * 9}
    mixed = {"op": "add", "of": [ANSWER, number(1)]}

    assert amount(zero) is None
    assert amount(large) is None
    assert amount(mixed) is None
    assert amount(mixed, q1={"value": "2026-01-31"}) is None
    assert amount({"op": "calculated", "name": "gone"}) is None
