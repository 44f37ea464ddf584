"""Sending, settling and counting at once, on real connections: nobody counts twice."""

import threading
from collections.abc import Callable
from datetime import date

import pytest
from django.db import connection

from feedback.answering import unsent
from feedback.answering.models import Receipt, SurveyResponse
from feedback.results import folding
from feedback.results.participation import participation
from feedback.results.recounting import recount
from tests.answering import surveys
from tests.answering.person import Person, fields

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = date(2020, 1, 1)


def at_once(*works: Callable[[], object]) -> None:
    """Run them in a thread each, with a connection of its own."""
    ready, failures = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            ready.wait(timeout=10)
            work()
        except BaseException as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert failures == []


@pytest.fixture
def person() -> Person:
    """Somebody who answered all, long ago, and has not pressed Send."""
    survey = surveys.letter(unsent="count", unsent_days=9)
    person = Person(f"/s/{survey.activity.slug}/").starts()
    person.answers_all(surveys.ANSWERS)
    SurveyResponse.objects.update(started_on=LONG_AGO)
    return person


def pressing(person: Person) -> Callable[[], object]:
    """The same browser sends the page at hand, from another connection."""
    said = fields(person.page).hidden
    twin = Person(person.address)
    for name, morsel in person.client.cookies.items():
        twin.client.cookies[name] = morsel.value
    return lambda: twin.client.post(person.where, said, follow=True)


def test_two_presses_at_once_send_once(person):
    at_once(pressing(person), pressing(person))

    row = SurveyResponse.objects.get()
    folding.fold(row.survey_id)
    people = participation(row.survey)
    assert (row.state, Receipt.objects.count()) == ("submitted", 1)
    assert people.people("finished", is_synthetic=False) == 1
    assert recount(row.survey_id) == []


def test_sending_while_it_is_settled_counts_in_one_way(person):
    at_once(pressing(person), unsent.settle_all)

    row = SurveyResponse.objects.get()
    folding.fold(row.survey_id)
    people = participation(row.survey)
    found = [people.people(n, is_synthetic=False) for n in ("finished", "partial")]
    expected = {"submitted": ([1, 0], 1), "partial": ([0, 1], 0)}
    assert (found, Receipt.objects.count()) == expected[row.state]
    assert recount(row.survey_id) == []
