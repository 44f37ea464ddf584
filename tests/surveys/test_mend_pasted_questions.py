import pytest

from feedback.surveys.pasting import PastedChoice, mend, read


def faults(pasted):
    return [
        (
            fault.question,
            fault.finding.rule.value if fault.finding else fault.code.value,
        )
        for fault in pasted.faults
    ]


def labels(pasted, question=0):
    return [choice.label for choice in pasted.questions[question].choices]


def test_two_questions_in_one_become_two_with_the_same_choices():
    pasted = read(
        "How clear and helpful was the letter?\n- Very\n- Not very\n- Not at all"
    )

    mended = mend(pasted, 0)

    assert faults(pasted) == [(0, "two_questions")]
    assert [question.label for question in mended.questions] == [
        "How clear was the letter?",
        "How helpful was the letter?",
    ]
    assert labels(mended, 0) == labels(mended, 1) == ["Very", "Not very", "Not at all"]


def test_a_missing_time_frame_is_put_in_front():
    mended = mend(read("Did you call us?\nYes / No"), 0)

    assert mended.questions[0].label == "In the last 12 months, did you call us?"
    assert mended.faults == ()


def test_one_end_of_a_scale_gets_the_other():
    pasted = read("How easy is the letter?\n- Very easy\n- Easy\n- Hard\n- Very hard")

    assert mend(pasted, 0).questions[0].label == "How easy or hard is the letter?"


def test_none_of_these_is_added_last_and_alone():
    pasted = read(
        "Which do you use? (Check all)\n☐ Mail\n☐ Phone\n☐ Something else: __"
    )

    mended = mend(pasted, 0)

    assert faults(pasted) == [(0, "none_missing")]
    assert mended.questions[0].choices[-1] == PastedChoice(
        "None of these", exclusive=True
    )


def test_something_else_is_added_behind_the_ordinary_choices():
    pasted = read("Where is it?\n- North\n- South\n- East\n- West")

    mended = mend(pasted, 0)

    assert mended.questions[0].choices[-1] == PastedChoice("Something else", other=True)


def test_something_else_moves_behind_the_ordinary_choices():
    pasted = read("Where is it?\n- Other\n- North\n- South\n- I am not sure")

    mended = mend(pasted, 0)

    assert faults(pasted) == [(0, "not_last")]
    assert labels(mended) == ["North", "South", "Other", "I am not sure"]


def test_the_second_of_two_equal_choices_goes():
    pasted = read("Where is it?\n- North\n- South\n- north ")

    mended = mend(pasted, 0)

    assert faults(pasted) == [(0, "same_choice")]
    assert labels(mended) == ["North", "South"]


def test_each_click_takes_one_of_three_equal_choices():
    pasted = read("Where is it?\n- North\n- South\n- North\n- North")

    once = mend(pasted, 0)

    assert labels(once) == ["North", "South", "North"]
    assert labels(mend(once, 0)) == ["North", "South"]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("Which is it?\n- North", "North"),
        ("Which is it? (Select all that apply)", "Select all that apply"),
    ],
)
def test_a_question_with_too_few_choices_becomes_an_open_one(text, hint):
    pasted = read(text)

    mended = mend(pasted, 0)

    assert faults(pasted)[0] == (0, "few_choices")
    assert (mended.questions[0].kind, mended.questions[0].hint) == ("short_text", hint)
    assert mended.faults == ()


def test_a_fault_for_a_person_to_mend_changes_nothing():
    pasted = read("Don't you agree?\nYes / No")

    assert faults(pasted) == [(0, "leading")]
    assert mend(pasted, 0) == pasted


def test_a_fault_that_is_no_longer_there_changes_nothing():
    pasted = mend(read("Did you call us?\nYes / No"), 0)

    assert mend(pasted, 0) == mend(pasted, 5) == mend(pasted, -1) == pasted


def test_every_fault_says_why():
    pasted = read("Did you call us?\n- North\n- North\n\nWhich is it?\n- One")

    assert [fault.reason for fault in pasted.faults] == [
        "This choice is in the list twice.",
        "People need to know which time to think of. Name a time.",
        "A question with choices needs at least two.",
    ]


def test_other_languages_have_only_the_faults_that_hold_there():
    pasted = read("Did you call us?\n- Oui\n- Oui", "fr")

    assert faults(pasted) == [(0, "same_choice")]
