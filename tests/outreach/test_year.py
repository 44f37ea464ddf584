"""A year of mailings, clocks and changes of mind: every rule holds on the ledger.

`python -m bench.years --long` plays many more.
"""

import pytest
from django.db.models import CharField, Value

from studies.outreach import asking, wanted
from tests.outreach.year.playing import play

pytestmark = pytest.mark.django_db


def test_a_year_breaks_no_rule():
    year = play(2, slow=4)

    assert year.breaches == []
    assert {mail.step for mail in year.mails} >= {"invitation", "reminder"}


def test_whoever_sends_without_asking_is_seen(monkeypatch):
    """The rules are checked apart: without the questions, the same year breaks many."""
    nothing = Value("", output_field=CharField())
    monkeypatch.setattr(wanted, "first_of", lambda rules: nothing)
    monkeypatch.setattr(wanted, "over", lambda *_asked: "")
    monkeypatch.setattr(asking, "may_send", lambda *_asked: True)

    year = play(11, slow=4)

    seen = {said.partition(":")[0] for said in year.breaches}
    assert seen >= {
        "only_by_day_where_the_person_is",
        "one_new_study_in_so_many_days_and_so_many_in_a_year",
        "few_reminders_and_days_apart",
        "nobody_who_stopped_is_written_to",
        "a_no_and_a_break_hold",
    }
