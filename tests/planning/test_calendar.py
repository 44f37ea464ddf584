from datetime import date, timedelta

import pytest

from cxstudio.refusal import Refusal
from studies.planning.calendar import FULL_DAYS, LEAST_DAYS, Dates, backward_from

LAUNCH = date(2027, 6, 28)


def test_three_rounds_are_dated_backward_from_launch_as_in_the_design():
    assert backward_from(LAUNCH, today=date(2027, 2, 1)) == [
        Dates(date(2027, 3, 1), date(2027, 3, 26), date(2027, 4, 9)),
        Dates(date(2027, 4, 12), date(2027, 5, 7), date(2027, 5, 21)),
        Dates(date(2027, 5, 24), date(2027, 6, 11), date(2027, 6, 25)),
    ]


def test_partners_are_asked_a_week_before_a_round_begins():
    second = backward_from(LAUNCH, today=date(2027, 2, 1))[1]

    assert second.starts_on - timedelta(days=7) == date(2027, 4, 5)


@pytest.mark.parametrize("left", [LEAST_DAYS, 30, 60, 90, FULL_DAYS - 1])
def test_a_near_launch_squeezes_the_rounds_and_keeps_their_order(left):
    today = LAUNCH - timedelta(days=left)

    rounds = backward_from(LAUNCH, today=today)

    days = [day for r in rounds for day in (r.starts_on, r.ends_on, r.tell_by)]
    assert days == sorted(days)
    assert all(r.starts_on < r.ends_on < r.tell_by for r in rounds)
    assert days[0] >= today
    assert days[-1] < LAUNCH


def test_three_rounds_do_not_fit_into_less_than_three_weeks():
    with pytest.raises(Refusal) as refused:
        backward_from(LAUNCH, today=LAUNCH - timedelta(days=LEAST_DAYS - 1))

    assert refused.value.code == "too_soon"
    assert "June" in refused.value.message
