from tests.surveys.kinds.example import Example, fault, take

EXAMPLE = Example(
    kind="one_choice",
    choices=("phone", "office", "else"),
    sent={"q1": "office"},
    answer={"code": "office"},
    said=["Office"],
    counted=["office"],
    cells=["office"],
    refused=({"q1": "moon"},),
)


def with_other() -> dict:
    question = EXAMPLE.question()
    question["choices"][2]["other"] = True
    return question


def test_words_beside_something_else_come_along():
    sent = {"q1": "else", "q1-text": " By letter "}

    assert take(with_other(), sent) == {"code": "else", "text": "By letter"}


def test_words_alone_choose_something_else_and_never_change_a_choice():
    assert take(with_other(), {"q1-text": "By letter"}) == {
        "code": "else",
        "text": "By letter",
    }
    assert take(with_other(), {"q1": "phone", "q1-text": "x"}) == {"code": "phone"}


def test_too_many_words_beside_a_choice_are_sent_back():
    sent = {"q1": "else", "q1-text": "x" * 501}

    assert fault(with_other(), sent) == (
        "What you wrote beside the choice is 1 character too long. Make it shorter."
    )
