"""Two clicks on one invitation, at the same moment, on real connections."""

import threading

import pytest
from django.db import connection

from cxstudio.refusal import Refusal
from studies.agencies import joining
from studies.agencies.models import Member, User
from studies.agencies.permissions import Role
from tests import make


@pytest.mark.django_db(transaction=True)
def test_a_newcomer_who_clicks_twice_gets_one_account_and_one_sentence():
    agency = make.agency()
    invitation = joining.invite(
        agency.pk, email="june@example.org", role=Role.DESIGNER, by=None
    )
    ready, outcomes = threading.Barrier(2), []

    def click() -> None:
        ready.wait(timeout=10)
        try:
            joining.accept_as_newcomer(
                invitation.pk, name="June", password="three words in a row"
            )
            outcomes.append("joined")
        except Refusal as refusal:
            outcomes.append(refusal.code)
        except Exception as fault:
            outcomes.append(type(fault).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    assert sorted(outcomes) == ["has_account", "joined"]
    assert User.objects.count() == Member.objects.count() == 1
