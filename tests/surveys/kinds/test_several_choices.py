from feedback.surveys.kinds import KINDS
from tests.surveys.kinds.example import Example, fault, take, texts

EXAMPLE = Example(
    kind="several_choices",
    choices=("words", "late", "none"),
    sent={"q1": ["late", "words"]},
    answer={"codes": ["words", "late"]},
    said=["Words", "Late"],
    counted=["words", "late"],
    cells=["1", "1", "0"],
    refused=({"q1": ["words", "moon"]},),
)


def test_none_of_these_goes_alone():
    question = EXAMPLE.question()
    question["choices"][2]["exclusive"] = True

    assert take(question, {"q1": ["none"]}) == {"codes": ["none"]}
    assert fault(question, {"q1": ["none", "late"]}) == (
        "One of your choices goes only by itself. Keep that one, or keep the others."
    )


def test_words_beside_something_else_choose_it_too():
    question = EXAMPLE.question()
    question["choices"][1]["other"] = True

    answer = take(question, {"q1": ["words"], "q1-text": "No stamps"})

    assert answer == {"codes": ["words", "late"], "text": "No stamps"}
    assert KINDS["several_choices"].in_words(question, answer, texts(question)) == [
        "Words",
        "Late: No stamps",
    ]


def test_nothing_picked_is_zeros_and_not_shown_is_empty():
    cells = KINDS["several_choices"].cells

    assert cells(EXAMPLE.question(), {}) == ["0", "0", "0"]
    assert cells(EXAMPLE.question(), None) == ["", "", ""]


def test_two_ways_out_at_once_are_named():
    question = EXAMPLE.question(settings={"may_decline": True, "may_not_apply": True})

    assert fault(question, {"q1": ["_declined", "_not_applicable"]}) == (
        "You chose “I would rather not say” and “Does not apply”. Keep one of the two."
    )
