from feedback.surveys.kinds import KINDS
from tests.surveys.kinds.example import Example, drawn, fault, take, texts
from tests.surveys.kinds.markup import Page

EXAMPLE = Example(
    kind="matrix",
    choices=("good", "bad"),
    rows=("letter", "office"),
    sent={"q1-letter": "good", "q1-office": "bad"},
    answer={"rows": {"letter": "good", "office": "bad"}},
    said=["Letter: Good", "Office: Bad"],
    counted=["letter:good", "office:bad"],
    cells=["good", "bad"],
    refused=({"q1-letter": "moon"},),
)


def test_each_line_is_a_group_of_its_own_with_its_words_as_legend():
    html = drawn(EXAMPLE.question())

    assert html.count('<div class="matrix-line"><fieldset>') == 2
    assert "<legend>Office</legend>" in html
    assert Page(html).tags.count("table") == 0


def test_where_it_must_be_answered_each_line_must():
    question = EXAMPLE.question(required=True)
    rows = [{"code": code} for code in ("letter", "office", "phone")]

    assert fault(question, {"q1-letter": "good"}) == (
        "1 line has no answer yet. Choose one for it to go on."
    )
    assert fault(question | {"rows": rows}, {"q1-letter": "good"}) == (
        "2 lines have no answer yet. Choose one for each to go on."
    )
    assert fault(question, EXAMPLE.sent) == ""


def test_a_line_left_open_is_no_answer_in_its_own_column():
    answer = take(EXAMPLE.question(), {"q1-office": "bad"})

    assert answer == {"rows": {"office": "bad"}}
    assert KINDS["matrix"].cells(EXAMPLE.question(), answer) == ["_no_answer", "bad"]


def test_a_line_left_open_is_said_beside_those_that_were_answered():
    question, matrix = EXAMPLE.question(), KINDS["matrix"]
    answer = {"rows": {"office": "bad"}}

    said = matrix.in_words(question, answer, texts(question))

    assert said == ["Letter: No answer", "Office: Bad"]
    assert matrix.in_words(question, {}, texts(question)) == []


def test_lines_that_the_matrix_does_not_have_are_left_alone():
    assert take(EXAMPLE.question(), {"q1-moon": "good"}) == {}


def test_columns_are_named_for_their_lines():
    question = EXAMPLE.question()

    columns = KINDS["matrix"].columns(question, texts(question))

    assert [(column.name, column.label) for column in columns] == [
        ("q1_letter", "What is it? — Letter"),
        ("q1_office", "What is it? — Office"),
    ]
