"""What a keyed line means, for each kind of question."""

from dataclasses import replace

import pytest

from feedback.keying import lines
from feedback.keying.codes import match
from feedback.keying.rows import date_order, rows_of
from feedback.surveys.rules.piping import unasked_texts
from tests import make
from tests.keying.sheets import form_of, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def keyed():
    """Read one line of the survey with every kind: its answer, or what is wrong."""
    form = form_of(published())
    texts = unasked_texts(form.edition.document["texts"]["en"])

    def read(key: str, line: str):
        found = lines.read(rows_of(form), {key: line}, texts)
        return found.faults.get(key) or found.answers.get(key)

    return read


@pytest.mark.parametrize(
    ("key", "line", "answer"),
    [
        ("q1", "c2", {"code": "c2"}),
        ("q1", " C2 ", {"code": "c2"}),
        ("q1", "2", {"code": "c2"}),
        ("q1", "", None),
        ("q2", "c1 c2", {"codes": ["c1", "c2"]}),
        ("q2", "1,2 c1", {"codes": ["c1", "c2"]}),
        ("q2", "c2 No stamps", {"codes": ["c2"], "text": "No stamps"}),
        ("q2", "c2 3 stamps", {"codes": ["c2"], "text": "3 stamps"}),
        ("q2", "c2 1", {"codes": ["c1", "c2"]}),
        ("q2", "c3", {"codes": ["c3"]}),
        ("q5", "c1 c2", {"rows": {"r1": "c1", "r2": "c2"}}),
        ("q5", "12", {"rows": {"r1": "c1", "r2": "c2"}}),
        ("q5", "-1", {"rows": {"r2": "c1"}}),
        ("q6", "A form", {"text": "A form"}),
        ("q8", "12", {"value": "12"}),
        ("q8", "_", {"code": "_declined"}),
        ("q8", "_declined", {"code": "_declined"}),
        ("q9", "03281985", {"value": "1985-03-28"}),
        ("q9", "3/28/1985", {"value": "1985-03-28"}),
        ("q9", "3 28 1985", {"value": "1985-03-28"}),
        ("q9", "1985-03-28", {"value": "1985-03-28"}),
        ("q10", "85004", {"value": "85004"}),
        ("q11", "202 555 0123", {"value": "+12025550123"}),
        ("q12", "1", {"code": "c1"}),
    ],
)
def test_a_line_becomes_the_answer_that_a_screen_would_take(keyed, key, line, answer):
    assert keyed(key, line) == answer


@pytest.mark.parametrize(
    ("key", "line", "fault"),
    [
        ("q1", "9", "“9” is no code here. The codes are c1, c2."),
        ("q1", "c", "“c” can be c1, c2. Type more of the code."),
        (
            "q1",
            "1 2",
            "One code fits here. Where two choices are ticked on the sheet, leave it "
            "empty.",
        ),
        ("q2", "c1 No stamps", "“No” is no code here. The codes are c1, c2, c3."),
        (
            "q2",
            "c1 c3",
            "One of your choices goes only by itself. Keep that one, or keep the "
            "others.",
        ),
        (
            "q5",
            "1",
            "The table has 2 lines. Key a code for each, and - for an empty line.",
        ),
        ("q5", "19", "“9” is no code here. The codes are c1, c2."),
        ("q8", "many", "Write your answer as a number in digits, such as 12."),
        ("q9", "0328", "Key the digits of the date as they stand, such as 03281985."),
        ("q9", "02301985", "There is no day 30 in February 1985. It has 28 days."),
    ],
)
def test_what_can_not_be_read_says_why(keyed, key, line, fault):
    assert keyed(key, line) == fault


def test_the_beginning_of_a_code_is_enough_where_only_one_begins_so():
    codes = ["yes", "no", "not_sure", "_declined"]

    assert [
        match(typed, codes) for typed in ("y", "N", "no", "not", "_", "x", "2")
    ] == [
        "yes",
        None,
        "no",
        "not_sure",
        "_declined",
        None,
        "no",
    ]


def test_choices_are_not_counted_where_a_code_has_a_digit_in_front():
    codes = ["0", "1", "10", "7_or_more"]

    assert [match(typed, codes) for typed in ("0", "1", "10", "2", "7")] == [
        "0",
        "1",
        "10",
        None,
        "7_or_more",
    ]


def test_a_date_on_a_spanish_sheet_has_its_day_first():
    form = form_of(published())
    spanish = replace(form, language="es")
    question = next(
        q for q in form.edition.document["questions"] if q["kind"] == "date"
    )

    assert date_order(spanish, question) == ("day", "month", "year")


def test_consent_is_keyed_from_its_boxes():
    survey = published()
    make.consent(study=survey.activity.round.study)
    form = form_of(survey)

    found = lines.read(rows_of(form), {"_consent": "q"}, {})

    assert (found.purposes, found.said) == (
        frozenset(["quote"]),
        {"_consent": ["You may show my words."]},
    )
