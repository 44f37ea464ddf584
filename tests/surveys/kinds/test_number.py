from decimal import Decimal

import pytest
from django.forms import ValidationError
from django.utils import translation

from feedback.answering.filling import Filling
from feedback.surveys.kinds import KINDS
from tests.surveys.kinds.example import Example, drawn, fault, pages, posted, take

NUMBER = KINDS["number"]
EXAMPLE = Example(
    kind="number",
    settings={"decimals": True, "least": "0", "most": "100000"},
    sent={"q1": "1234.5"},
    answer={"value": "1234.5"},
    said=["1234.5"],
    counted=["1234.5"],
    cells=["1234.5"],
    refused=({"q1": "many"}, {"q1": "-1"}, {"q1": "100001"}, {"q1": "1.1234567"}),
)
WHOLE = EXAMPLE.question(settings={"decimals": False, "least": "0"})


def value(text: str, question=None) -> str:
    return take(question or EXAMPLE.question(), {"q1": text}).get("value")


@pytest.mark.parametrize(
    "text, kept",
    [
        ("007", "7"),
        ("12,5", "12.5"),
        ("12.50", "12.5"),
        (".5", "0.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("12 500", "12500"),
        ("12\u202f500,75", "12500.75"),
        ("12'500", "12500"),
        ("$1,200", "1200"),
        ("80%", "80"),
        ("٣٫٥", "3.5"),
        ("١٢٬٥٠٠", "12500"),
        ("۴۲", "42"),
        ("１２", "12"),
        ("-0", "0"),
        ("1,234", "1234"),
        ("1.234", "1.234"),
        ("0,125", "0.125"),
    ],
)
def test_numbers_are_read_as_people_write_them(text, kept):
    assert value(text) == kept


@pytest.mark.parametrize(
    "text", ["1e5", "0x1F", "1-2", "3 4", "1,23,4", "--1", "½", "1.2.3", "∞", "+", "."]
)
def test_what_is_no_number_is_sent_back(text):
    assert fault(EXAMPLE.question(), {"q1": text}) == (
        "Write your answer as a number in digits, such as 12."
    )


@pytest.mark.parametrize("text", ["1.234", "1,234"])
def test_what_could_be_thousands_or_parts_is_never_guessed(text):
    with translation.override("es"):
        taken = take(EXAMPLE.question(), {"q1": text})

    assert taken.code == "two_readings"


@pytest.mark.parametrize("language", ["en", "es", "ar", "zh-hans"])
@pytest.mark.parametrize("stored", ["2.5", "1.125", "0.125", "12.125", "1234.125", "7"])
def test_what_is_shown_again_is_read_as_the_same_number(language, stored):
    question = EXAMPLE.question()
    with translation.override(language):
        typed = NUMBER.as_typed({"value": stored})
        again = value(typed, question)

    assert again == stored


def test_a_whole_number_has_no_such_doubt():
    with translation.override("es"):
        assert value("1.234", WHOLE) == "1234"
    assert value("1,234", WHOLE) == "1234"


def test_parts_of_a_whole_are_sent_back_where_none_are_asked_for():
    assert fault(WHOLE, {"q1": "2.5"}) == (
        "Write a whole number, with nothing behind the point."
    )
    assert value("2.0", WHOLE) == "2"


def test_bounds_are_named_in_the_sentence():
    assert fault(EXAMPLE.question(), {"q1": "-3"}) == "Write 0 or a larger number."
    assert fault(EXAMPLE.question(), {"q1": "100001"}) == (
        "Write 100000 or a smaller number."
    )


def test_an_own_sentence_stands_where_an_answer_does_not_fit():
    question = EXAMPLE.question()
    taken = take(question, {"q1": "-3"})

    filling = Filling(faults={"q1": taken}, typed=posted({"q1": "-3"}))
    own = pages(question, **{"q1::message": "Count everybody in your home."})
    html = own.question_page(0, filling)

    assert html.count("Count everybody in your home.") == 2
    assert "Write 0 or a larger number." not in html


def test_bounds_that_leave_no_number_are_refused():
    with pytest.raises(ValidationError) as refused:
        NUMBER.checked_settings({"least": Decimal(5), "most": Decimal(4)})

    assert list(refused.value.message_dict) == ["most"]


def test_settings_are_kept_as_plain_numbers():
    kept = NUMBER.checked_settings({"decimals": True, "least": Decimal("0.50")})

    assert kept == {"decimals": True, "least": "0.5"}


def test_a_phone_shows_number_keys_with_a_minus_where_it_may_be_needed():
    below = EXAMPLE.question(settings={"least": "-5"})

    assert 'inputmode="numeric"' in drawn(WHOLE)
    assert 'inputmode="decimal"' in drawn(EXAMPLE.question())
    assert 'inputmode="text"' in drawn(below)


def test_figures_are_exact_and_need_five_people():
    counts = {"1": 2, "2.5": 1, "10": 2, "_answered": 5, "_declined": 3}

    found = NUMBER.figures(counts, {})

    assert [(figure.name, figure.value, figure.n) for figure in found] == [
        ("mean", "4.9", 5),
        ("median", "2.5", 5),
        ("least", "1", 5),
        ("most", "10", 5),
    ]
    assert NUMBER.figures({"1": 4}, {}) == []


def test_the_middle_of_an_even_number_of_people_lies_between_two():
    found = NUMBER.figures({"1": 3, "4": 3}, {})

    assert found[1].value == "2.5"


def test_few_values_have_a_bar_each_and_many_share_round_steps():
    many = {str(number): 1 for number in range(100)}

    assert NUMBER.bins({"3": 1, "1": 2, "_answered": 3}) == [("1", 2), ("3", 1)]
    assert NUMBER.bins(many) == [
        ("0 to less than 20", 20),
        ("20 to less than 40", 20),
        ("40 to less than 60", 20),
        ("60 to less than 80", 20),
        ("80 to less than 100", 20),
    ]


def test_steps_below_zero_hold_every_value():
    values = {str(number): 1 for number in range(-15, 16)}

    bins = NUMBER.bins(values)

    assert bins[0] == ("-15 to less than -10", 5)
    assert sum(count for _label, count in bins) == 31


def test_an_xlsform_holds_its_bounds():
    found = NUMBER.xls_type(EXAMPLE.question())

    assert (found.type, found.constraint) == ("decimal", ". >= 0 and . <= 100000")
    assert NUMBER.xls_type(WHOLE).type == "integer"
