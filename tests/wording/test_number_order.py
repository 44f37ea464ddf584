import pytest

from studies.templatetags.cx import numbers_to_call, whole_numbers
from studies.wording.number_order import keep_numbers

MARK = "\u200e"


@pytest.mark.parametrize(
    "number",
    ["555-0142", "(202) 555-0142", "+1 202 555 0142", "202.555.0142", "+12025550142"],
)
def test_a_number_with_parts_is_marked_in_arabic(number):
    text = keep_numbers(f"اتصلوا بالرقم {number}. شكرًا", "ar")

    assert text == f"اتصلوا بالرقم {MARK}{number}{MARK}. شكرًا"


def test_each_number_of_a_text_is_marked():
    text = keep_numbers("555-0142 أو 555-0143", "ar-EG")

    assert text == f"{MARK}555-0142{MARK} أو {MARK}555-0143{MARK}"


@pytest.mark.parametrize("text", ["في عام 2026", "من 9 إلى 5", "قبل 3، 5 أيام", ""])
def test_single_numbers_are_left_as_they_are(text):
    assert keep_numbers(text, "ar") == text


def test_marking_twice_changes_nothing_more():
    once = keep_numbers("بالرقم 555-0142", "ar")

    assert keep_numbers(once, "ar") == once


@pytest.mark.parametrize("language", ["en", "es", "zh-hans"])
def test_languages_from_left_to_right_need_no_marks(language):
    assert keep_numbers("Call 555-0142", language) == "Call 555-0142"


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/2026-11-05/a-1-2",
        "ana.5-5@example.org",
        "example.org/?n=1-2",
    ],
)
def test_addresses_stay_whole(text):
    assert keep_numbers(f"انظروا {text}", "ar") == f"انظروا {text}"


def test_no_line_cuts_a_number_in_two_nor_an_address():
    said = "Call 555-0142 <now> or see https://example.org/555-0142"

    assert whole_numbers(said) == (
        'Call <span class="whole">555-0142</span> &lt;now&gt; '
        "or see https://example.org/555-0142"
    )


@pytest.mark.parametrize(
    "said, tel",
    [
        ("555-0142", "5550142"),
        ("(555) 867-5309", "5558675309"),
        ("+1 555 867 5309", "+15558675309"),
        ("555.867.5309", "5558675309"),
    ],
)
def test_a_phone_number_becomes_a_link(said, tel):
    link = f'<a href="tel:{tel}"><bdi dir="ltr" class="whole">{said}</bdi></a>'

    assert numbers_to_call(f"Call {said} <now>") == f"Call {link} &lt;now&gt;"


@pytest.mark.parametrize(
    "said",
    ["2026-11-22", "18-24", "123-45-6789", "24 000", "100-2000", "055-0142"],
)
def test_no_other_number_becomes_one(said):
    assert numbers_to_call(said) == f'<span class="whole">{said}</span>'


@pytest.mark.parametrize(
    "before",
    [
        "case",
        "Form no. ",
        "your case number: ",
        "$",
        "expediente número ",
        "رقم الملف ",
    ],
)
def test_a_number_of_a_case_or_a_form_calls_nobody(before):
    assert "tel:" not in numbers_to_call(f"Write {before} 555-0142 on it")


def test_a_case_in_the_sentence_before_keeps_the_number_of_the_phone():
    assert "tel:" in numbers_to_call("For help with your case, call 555-0142.")
    assert "tel:" in numbers_to_call("Case closed? Phone number 555-0142.")
