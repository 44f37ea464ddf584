"""Two who send at one moment, each with a place that the other one wants."""

import threading

import pytest
from django.db import connection, transaction

from feedback.answering.models import SurveyResponse
from studies.partners.models import QuotaPlace
from tests.answering.quota_people import WORDS, YES, asked, begun, everybody


@pytest.mark.django_db(transaction=True)
def test_two_who_send_and_wait_for_each_others_places_both_get_an_answer():
    survey = asked()
    everybody(survey, 1)
    person = begun(survey).sends(YES).sends(WORDS)
    QuotaPlace.objects.update(holder=None, until=None)
    first, second = QuotaPlace.objects.order_by("quota").values_list("pk", flat=True)
    has_second, trouble = threading.Event(), []

    def other_sends() -> None:
        try:
            with transaction.atomic():
                QuotaPlace.objects.select_for_update().get(pk=second)
                has_second.set()
                # Whoever waits longer finds the deadlock, and is told to begin anew.
                wait_until_somebody_waits()
                QuotaPlace.objects.select_for_update().get(pk=first)
        except Exception as error:
            trouble.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=other_sends)
    other.start()
    has_second.wait(timeout=10)
    person.sends()
    other.join()

    assert trouble == []
    assert person.where.endswith("/receipt/")
    assert SurveyResponse.objects.get().over_quota == []
    assert QuotaPlace.objects.filter(is_taken=True).count() == 2


def wait_until_somebody_waits() -> None:
    for _each in range(500):
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT count(*), pg_sleep(0.01) FROM pg_locks WHERE NOT granted"
            )
            if cursor.fetchone()[0]:
                return
    raise AssertionError("Nobody waited.")
