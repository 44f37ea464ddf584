from datetime import date, timedelta

import pytest
from django.forms import ValidationError
from django.utils import timezone, translation

from feedback.surveys.kinds import KINDS
from tests.surveys.kinds.example import Example, drawn, fault, take

EXAMPLE = Example(
    kind="date",
    sent={"q1-month": "2", "q1-day": "29", "q1-year": "2024"},
    answer={"value": "2024-02-29"},
    said=["Feb. 29, 2024"],
    counted=["_value"],
    cells=["2024-02-29"],
    refused=(
        {"q1-month": "2", "q1-day": "30", "q1-year": "2024"},
        {"q1-month": "2"},
        {"q1-month": "13", "q1-day": "1", "q1-year": "2024"},
        {"q1-month": "2", "q1-day": "x", "q1-year": "2024"},
    ),
)


def sent(month: str, day: str, year: str) -> dict[str, str]:
    return {"q1-month": month, "q1-day": day, "q1-year": year}


@pytest.mark.parametrize(
    "parts, sentence",
    [
        (
            ("2", "30", "2026"),
            "There is no day 30 in February 2026. It has 28 days.",
        ),
        (
            ("", "3", "2026"),
            "Part of the date is missing. Add the month, or clear the other two.",
        ),
        (
            ("", "", "2026"),
            "Part of the date is missing. Add the month and the day, or clear the rest.",
        ),
        (("5", "3", "85"), "Write the year with four digits, such as 1985."),
        (("5", "3", "0085"), "Look at the year again: it can be from 1900 to 2100."),
        (("0", "3", "1985"), "Look at the month again: there are 12."),
        (
            ("5", "third", "1985"),
            "Write the day and the year in digits, such as 28 and 1985.",
        ),
    ],
)
def test_a_day_that_is_not_there_is_sent_back_with_the_reason(parts, sentence):
    assert fault(EXAMPLE.question(), sent(*parts)) == sentence


def test_digits_of_other_scripts_make_the_same_day():
    assert take(EXAMPLE.question(), sent("٥", "٠٣", "١٩٨٥")) == {"value": "1985-05-03"}


def test_bounds_are_held_and_named():
    question = EXAMPLE.question(
        settings={"earliest": "2026-01-01", "latest": "2026-12-31"}
    )

    assert fault(question, sent("12", "31", "2025")) == (
        "Give Jan. 1, 2026 or a later day."
    )
    assert fault(question, sent("1", "1", "2027")) == (
        "Give Dec. 31, 2026 or an earlier day."
    )
    assert take(question, sent("12", "31", "2026")) == {"value": "2026-12-31"}


def test_a_day_to_come_is_sent_back_where_it_must_be_past():
    question = EXAMPLE.question(settings={"not_future": True})
    today = timezone.localdate()
    later = today + timedelta(days=2)

    taken = take(question, sent(str(later.month), str(later.day), str(later.year)))

    assert taken.code == "future"
    now = sent(str(today.month), str(today.day), str(today.year))
    assert take(question, now) == {"value": today.isoformat()}


@pytest.mark.parametrize(
    "language, order",
    [
        ("en", ["month", "day", "year"]),
        ("es", ["day", "month", "year"]),
        ("zh-hans", ["year", "month", "day"]),
    ],
)
def test_its_parts_stand_in_the_order_of_the_language(language, order):
    html = drawn(EXAMPLE.question(), language)
    with translation.override(language):
        first = KINDS["date"].first_field(EXAMPLE.question())

    places = {part: html.index(f'id="q1_{part}"') for part in order}
    assert sorted(places, key=places.get) == order
    assert first == f"q1_{order[0]}"


def test_months_carry_number_and_name():
    assert '<option value="2">2 – February</option>' in drawn(EXAMPLE.question())


def test_bounds_the_wrong_way_round_are_refused_and_others_kept_as_text():
    dates = KINDS["date"]
    late, early = date(2026, 5, 1), date(2026, 4, 1)

    with pytest.raises(ValidationError):
        dates.checked_settings({"earliest": late, "latest": early})
    assert dates.checked_settings({"earliest": early, "latest": late}) == {
        "earliest": "2026-04-01",
        "latest": "2026-05-01",
    }


def test_an_xlsform_holds_its_bounds():
    question = EXAMPLE.question(settings={"earliest": "2026-01-01", "not_future": True})

    assert KINDS["date"].xls_type(question).constraint == (
        ". >= date('2026-01-01') and . <= today()"
    )
