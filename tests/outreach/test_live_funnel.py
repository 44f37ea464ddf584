"""Where the messages of a mailing are, on a page that follows them by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from studies.outreach import following
from studies.outreach.models import Wave
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def running(dana, people: int = 2) -> Wave:
    study = make.study(agency=dana.agency, state="running")
    activity = make.open_activity(round=make.round_(study=study))
    listed = [make.person(agency=dana.agency) for _ in range(people)]
    return make.wave(activity, listed, reminder=None)


def test_each_state_is_counted_once_and_the_bar_knows_all(dana):
    states = ["queued", "claimed", "in_hand", "handed_over", "delivered", "bounced"]
    states += ["complained", "uncertain", "dropped"]
    wave = running(dana, len(states))
    for row, state in zip(wave.deliveries.all(), states, strict=True):
        wave.deliveries.filter(pk=row.pk).update(state=state, reason="answered")

    [funnel] = following.funnels(wave)

    assert (funnel.waiting, funnel.sending, funnel.sent, funnel.arrived) == (2, 1, 3, 1)
    assert (funnel.came_back, funnel.complained, funnel.uncertain) == (1, 1, 1)
    assert (funnel.dropped, funnel.dealt_with, funnel.all) == (1, 6, 9)


def test_the_page_refreshes_only_while_messages_are_due_and_can_be_stopped(
    client, dana
):
    wave = running(dana)
    url = f"/studio/mailings/{wave.pk}/"
    wave.deliveries.update(due_at=timezone.now())

    moving, still = client.get(url), client.get(url, {"refresh": "off"})
    wave.deliveries.update(due_at=timezone.now() + timedelta(days=1))
    later = client.get(url)

    assert moving.headers["Refresh"] == "15"
    assert "Stop refreshing" in moving.content.decode()
    assert "every 15 seconds" in still.content.decode()
    assert not {"Refresh"} & {*still.headers, *later.headers}


def test_a_paused_mailing_does_not_refresh(client, dana):
    wave = running(dana)
    wave.deliveries.update(due_at=timezone.now())
    Wave.objects.update(state="paused")

    assert "Refresh" not in client.get(f"/studio/mailings/{wave.pk}/").headers
