import pytest
from django.utils import translation

from tests.surveys.kinds.example import Example, fault, take

EXAMPLE = Example(
    kind="short_text",
    sent={"q1": " Send a form "},
    answer={"text": "Send a form"},
    said=["Send a form"],
    counted=["_text"],
    cells=["Send a form"],
    refused=({"q1": "x" * 501},),
)


def test_a_designer_may_ask_for_fewer_letters():
    question = EXAMPLE.question(settings={"longest": 5})

    assert take(question, {"q1": "12345"}) == {"text": "12345"}
    assert fault(question, {"q1": "123456"}) == (
        "Your answer is 1 character too long. Make it shorter."
    )


@pytest.mark.parametrize("language", ["en", "es", "ar", "zh-hans"])
def test_a_long_number_is_written_as_people_read_it(language):
    with translation.override(language):
        said = fault(EXAMPLE.question(), {"q1": "x" * 25_500})

    assert "25,000" in said
    assert "%" not in said


def test_signs_that_a_database_refuses_go():
    assert take(EXAMPLE.question(), {"q1": "a\x00b"}) == {"text": "ab"}


def test_signs_that_nobody_sees_are_no_answer():
    assert take(EXAMPLE.question(), {"q1": "\u200f \u200b"}) == {}
    assert take(EXAMPLE.question(), {"q1": "\u200f\u200b👍"}) == {
        "text": "\u200f\u200b👍"
    }
