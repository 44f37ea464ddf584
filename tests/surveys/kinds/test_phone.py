import pytest
from django.forms import ValidationError

from feedback.surveys.kinds import KINDS
from tests.surveys.kinds.example import Example, drawn, fault, take

PHONE = KINDS["phone"]
EXAMPLE = Example(
    kind="phone",
    sent={"q1": "(202) 555-0123"},
    answer={"value": "+12025550123"},
    said=["+1 202-555-0123"],
    counted=["_value"],
    cells=["+12025550123"],
    refused=({"q1": "555-0123"}, {"q1": "call me"}),
)


@pytest.mark.parametrize(
    "text, kept",
    [
        ("202.555.0123", "+12025550123"),
        ("٢٠٢ ٥٥٥ ٠١٢٣", "+12025550123"),
        ("+44 20 7946 0958", "+442079460958"),
        ("202-555-0123 ext. 5", "+12025550123;ext=5"),
    ],
)
def test_numbers_are_kept_one_way(text, kept):
    assert take(EXAMPLE.question(), {"q1": text}) == {"value": kept}


def test_an_extension_is_shown_and_can_be_sent_again():
    answer = {"value": "+12025550123;ext=5"}

    shown = PHONE.in_words(EXAMPLE.question(), answer, {})

    assert shown == ["+1 202-555-0123 ext. 5"]
    assert take(EXAMPLE.question(), {"q1": shown[0]}) == answer


def test_a_number_without_its_area_is_sent_back():
    assert "area code" in fault(EXAMPLE.question(), {"q1": "555-0123"})


def test_numbers_of_another_country_need_no_plus():
    question = EXAMPLE.question(settings={"country": "GB"})

    assert take(question, {"q1": "020 7946 0958"}) == {"value": "+442079460958"}


def test_a_country_that_nobody_knows_is_refused():
    assert PHONE.checked_settings({"country": "mx"}) == {"country": "MX"}
    assert PHONE.checked_settings({"country": "US"}) == {}
    with pytest.raises(ValidationError):
        PHONE.checked_settings({"country": "ZZ"})


def test_it_reads_from_left_to_right_in_every_language():
    assert 'type="tel" dir="ltr"' in drawn(EXAMPLE.question())
