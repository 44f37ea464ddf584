import uuid

import pytest
import redis

from cxstudio import quick_cache
from studies.partners import actions as partners
from studies.partners import openings
from studies.partners.models import InviteLink
from studies.partners.tasks import store_openings
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_counts(monkeypatch):
    key, real = f"cx:test:{uuid.uuid4()}", quick_cache.client()
    monkeypatch.setattr(openings, "WAITING", key)
    yield
    real.delete(key)


def counts() -> list[tuple]:
    rows = InviteLink.objects.order_by("label")
    return list(rows.values_list("openings", "starts", "finishes"))


def test_counts_wait_in_the_cache_and_are_stored_once():
    activity = make.activity()
    links = [partners.make_link(activity.pk, label=x, by=None) for x in "ab"]
    for what in ("openings", "openings", "starts", "finishes"):
        openings.note(links[0].pk, what)
    openings.note(links[1].pk, "openings")

    before = counts()
    store_openings()
    store_openings()

    assert before == [(0, 0, 0), (0, 0, 0)]
    assert counts() == [(2, 1, 1), (1, 0, 0)]


def test_a_link_that_is_gone_is_no_trouble():
    openings.note(uuid.uuid4(), "openings")

    assert openings.store() == 1
    assert openings.store() == 0


def test_only_what_a_link_counts_can_be_noted():
    with pytest.raises(ValueError, match="answers"):
        openings.note(uuid.uuid4(), "answers")


def test_a_cache_that_is_away_never_fails_the_request(monkeypatch, caplog):
    nobody = redis.Redis(host="127.0.0.1", port=1)
    monkeypatch.setattr(quick_cache, "client", lambda: nobody)

    openings.note(uuid.uuid4(), "openings")

    assert [record.message for record in caplog.records] == ["link_count_lost"]
