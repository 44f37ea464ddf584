from feedback.results.asked import AskedChoice, AskedQuestion
from feedback.results.distributions import distribution


def question(kind, *codes, apart=()):
    return AskedQuestion(
        key="q1",
        kind=kind,
        label="How?",
        language="en",
        choices=tuple(
            AskedChoice(code, code.upper(), apart=code in apart, other=False)
            for code in codes
        ),
        versions=(1,),
    )


def bars(row):
    return [(b.label, b.cell.count, b.cell.percent, b.width) for b in row.bars]


def test_one_choice_has_percentages_of_those_who_answered():
    row = distribution(
        question("one_choice", "a", "b"),
        {"a": 30, "b": 10, "_answered": 40, "_empty": 7},
    )

    assert (row.shown, row.answered, row.empty, row.base) == (47, 40, 7, 40)
    assert bars(row) == [("A", 30, 75, "75%"), ("B", 10, 25, "25%")]


def test_several_choices_have_percentages_of_people_not_of_picks():
    row = distribution(
        question("several_choices", "a", "b"), {"a": 40, "b": 20, "_answered": 40}
    )

    assert row.is_several
    assert bars(row) == [("A", 40, 100, "100%"), ("B", 20, 50, "50%")]


def test_a_scale_keeps_its_order_and_answers_beside_it_apart():
    row = distribution(
        question("scale", "1", "2", "3", "z", apart=("z",)),
        {"3": 20, "1": 10, "z": 5, "_answered": 35},
    )

    assert row.base == 30
    assert bars(row) == [
        ("1", 10, 33, "33.33%"),
        ("2", 0, 0, "0%"),
        ("3", 20, 67, "66.67%"),
    ]
    assert [(b.label, b.cell.count, b.cell.percent) for b in row.apart] == [
        ("Z", 5, None)
    ]


def test_below_thirty_there_is_no_percentage_and_the_longest_bar_is_full():
    row = distribution(
        question("one_choice", "a", "b"), {"a": 4, "b": 2, "_answered": 6}
    )

    assert not row.has_percentages
    assert bars(row) == [("A", 4, None, "100%"), ("B", 2, None, "50%")]
    assert [bar.cell.small for bar in row.bars] == [True, True]


def test_a_question_that_nobody_saw_has_empty_bars():
    row = distribution(question("one_choice", "a"), {})

    assert (row.shown, bars(row)) == (0, [("A", 0, None, "0%")])
