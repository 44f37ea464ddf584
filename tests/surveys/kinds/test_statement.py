from feedback.surveys.kinds import KINDS
from tests.surveys.kinds.example import Example, drawn, take, texts
from tests.surveys.kinds.markup import Page

STATEMENT = KINDS["statement"]
EXAMPLE = Example(kind="statement", sent={}, answer={}, said=[], counted=[], cells=[])


def test_it_shows_words_and_asks_nothing():
    page = Page(drawn(EXAMPLE.question()))

    assert (page.controls, page.headings) == ([], ["h1"])
    assert (
        take(EXAMPLE.question(required=True) | {"required": False}, {"q1": "x"}) == {}
    )


def test_it_has_no_column_and_no_count():
    question = EXAMPLE.question()

    assert STATEMENT.columns(question, texts(question)) == []
    assert STATEMENT.cells(question, None) == []
    assert STATEMENT.tally(question, {}) == []
