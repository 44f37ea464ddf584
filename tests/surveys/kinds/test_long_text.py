from feedback.surveys.kinds import KINDS, kind_of_xls
from tests.surveys.kinds.example import Example, take

EXAMPLE = Example(
    kind="long_text",
    sent={"q1": "One.\r\nTwo."},
    answer={"text": "One.\nTwo."},
    said=["One.\nTwo."],
    counted=["_text"],
    cells=["One.\nTwo."],
    refused=({"q1": "x" * 5001},),
)


def test_line_ends_of_every_system_are_kept_as_one_sign():
    assert take(EXAMPLE.question(), {"q1": "a\rb\r\nc"}) == {"text": "a\nb\nc"}


def test_it_has_room_on_paper_and_in_an_xlsform():
    assert KINDS["long_text"].printed(EXAMPLE.question(), {}).lines == 5
    assert kind_of_xls("text", "multiline") == "long_text"
    assert kind_of_xls("text") == "short_text"
