"""Days on which offices are closed, as the law names them and as they are kept."""

from datetime import date, timedelta

import pytest

from studies.sessions.holidays import holiday

# As the Office of Personnel Management lists them for 2026 and 2027.
KEPT = {
    2026: "0101 0119 0216 0525 0619 0703 0907 1012 1111 1126 1225",
    2027: "0101 0118 0215 0531 0618 0705 0906 1011 1111 1125 1224 1231",
}


@pytest.mark.parametrize("year", KEPT)
def test_each_federal_holiday_of_a_year_is_kept_and_no_other_workday(year):
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(365)]

    found = [day for day in days if day.weekday() < 5 and holiday(day)]

    assert " ".join(f"{day:%m%d}" for day in found) == KEPT[year]


def test_it_says_why():
    assert holiday(date(2026, 11, 26)) == "Thanksgiving Day"
    assert holiday(date(2027, 12, 31)) == "New Year’s Day"
    assert holiday(date(2026, 11, 27)) == ""
