from math import inf

import pytest

from studies.wording.checks import check_question
from studies.wording.findings import Part, QuestionText, Rule
from studies.wording.ranges import range_of


def marked(*choices, language="en"):
    """Each number in two choices: its choice, the words marked, what to write."""
    question = QuestionText("¿?", choices=choices)
    return [
        (finding.choice, choices[finding.choice][finding.start : finding.end], fix)
        for finding in check_question(question, language)
        if finding.rule == Rule.OVERLAPPING_RANGES
        for fix in [finding.suggestion]
    ]


@pytest.mark.parametrize(
    ("label", "low", "high", "has_low", "has_high"),
    [
        ("18 to 24", 18, 24, True, True),
        ("$1,000–$1,999", 1000, 1999, True, True),
        ("5 or 6", 5, 6, True, True),
        ("Under 18", -inf, 18, True, False),
        ("Less than $1,000", -inf, 1000, True, False),
        ("20 or younger", -inf, 20, True, True),
        ("Up to 3", -inf, 3, True, True),
        ("Over 50", 50, inf, False, True),
        ("65 or older", 65, inf, True, True),
        ("5+", 5, inf, True, True),
        ("2.5 hours or more", 2.5, inf, True, True),
        ("65 años o más", 65, inf, True, True),
        ("Menos de 18 años", -inf, 18, True, False),
        ("3", 3, 3, True, True),
    ],
)
def test_a_label_is_read_as_numbers_from_and_to(label, low, high, has_low, has_high):
    found = range_of(label)

    assert (found.low, found.high) == (low, high)
    assert (found.has_low, found.has_high) == (has_low, has_high)


@pytest.mark.parametrize(
    "label", ["None", "8:00 to 10:00", "8 to 10 a.m.", "1 of 3, 4 or 5", "9 to 3", ""]
)
def test_a_label_that_is_no_range_is_left_alone(label):
    assert range_of(label) is None


def test_the_second_of_two_ranges_moves_up_by_one():
    assert marked("$0 to $1,000", "$1,000 to $2,000") == [(1, "1,000", "1,001")]
    assert marked("18-25", "25-35", "35 or older") == [(1, "25", "26"), (2, "35", "36")]


def test_ranges_that_only_touch_are_fair():
    assert marked("Under 18", "18 to 24", "25 to 64", "65 or older") == []
    assert marked("10 or fewer", "More than 10") == []


def test_different_units_are_not_compared():
    assert marked("1 to 4 weeks", "1 to 6 months") == []
    assert marked("1 day", "1 to 2 days") == [(1, "1", "2")]


def test_ranges_are_read_in_every_language():
    assert marked("18–25", "25–35", language="zh-hans") == [(1, "25", "26")]


def test_the_finding_says_which_number_stands_twice():
    question = QuestionText("How old are you?", choices=("18 to 30", "30 to 50"))
    [finding] = check_question(question, "en")

    assert (finding.part, finding.choice) == (Part.CHOICE, 1)
    assert str(finding.reason) == (
        "30 stands in two choices, so people cannot tell which one is theirs."
    )


def test_numbers_of_any_length_are_no_trouble():
    assert marked("9" * 400, "1" * 70 + " or more", "9" * 79) != []
    assert marked(*[f"{n} to {n + 1}" for n in range(3000)]) != []
