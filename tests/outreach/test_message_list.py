"""The three lists over all mailings, with what each allows."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from studies.outreach.models import Delivery, Wave
from studies.outreach.models.trail import moved
from studies.planning import pausing
from studies.planning.models import Activity
from tests import make

pytestmark = pytest.mark.django_db
URL = "/studio/mailings/messages/"


def enter(client, role="designer"):
    member = make.member(role=role)
    client.force_login(member.user)
    return member


def message(agency, state="queued", reason="", **fields) -> Delivery:
    activity = make.open_activity(agency=agency) if agency else make.open_activity()
    person = make.person(agency=activity.agency)
    wave = make.wave(activity, [person], now=timezone.now() - timedelta(hours=1))
    rows = wave.deliveries.filter(step="invitation")
    at = timezone.now() - timedelta(minutes=30)
    rows.update(claimed_at=at, due_at=at, **moved(state, at, reason))
    Wave.objects.filter(pk=wave.pk).update(**fields)
    return rows.select_related("participant").get()


def page(client, show: str) -> str:
    return client.get(URL, {"show": show}).content.decode()


def test_each_list_holds_its_own_and_says_how_long_all_are(client):
    agency = enter(client).agency
    waits, unsure = message(agency), message(agency, "uncertain", "lost")
    back = message(agency, "bounced", "no_such_address")
    unwanted = message(agency, "complained")
    message(agency, "handed_over")
    message(None)
    rows = {row: str(row.participant) for row in (waits, unsure, back, unwanted)}

    pages = {show: page(client, show) for show in ("due", "uncertain", "came_back")}

    for text in pages.values():
        assert "Due but unsent (1)" in text
        assert "Not sure it was sent (1)" in text
        assert "Came back (2)" in text
    found = {
        show: sorted(row.wave_id for row in rows if f"mailings/{row.wave_id}/" in text)
        for show, text in pages.items()
    }
    assert found == {
        "due": [waits.wave_id],
        "uncertain": [unsure.wave_id],
        "came_back": sorted([back.wave_id, unwanted.wave_id]),
    }


def test_what_is_due_says_why_it_has_not_left(client):
    agency = enter(client).agency
    message(agency, reason="slow_domain")
    message(agency, trouble="unreachable")
    paused = message(agency)
    Wave.objects.filter(pk=paused.wave_id).update(state="paused")

    text = page(client, "due")

    assert "takes few messages just now" in text
    assert "The mail server does not answer." in text
    assert "The mailing is paused." in text
    assert "Open the mailing" in text


def test_what_waits_for_a_paused_study_says_so_here_and_on_its_mailing(client):
    row = message(enter(client).agency)
    study = row.wave.about
    pausing.pause(study.pk, reason="We mend the form.", by=make.user())

    due = page(client, "due")
    mailing = client.get(f"/studio/mailings/{row.wave_id}/?show=due")

    assert "The study is paused." in due
    assert "The study is paused. Nothing is lost" in mailing.content.decode()
    assert "within minutes" not in mailing.content.decode()
    assert not mailing.has_header("Refresh")


def test_what_is_not_sure_is_judged_here_and_leads_back_here(client):
    row = message(enter(client).agency, "uncertain", "lost")
    door = f"/studio/mailings/{row.wave_id}/message/{row.pk}/"

    text = page(client, "uncertain")
    answer = client.post(door, {"verdict": "arrived", "back": "all"})

    row.refresh_from_db()
    assert f'action="{door}"' in text
    assert 'name="back" value="all"' in text
    assert (answer.status_code, answer.url) == (302, f"{URL}?show=uncertain")
    assert row.state == "handed_over"


def test_an_address_that_came_back_can_be_corrected_by_who_may(client):
    member = enter(client)
    row = message(member.agency, "bounced", "no_such_address")
    link = f"/studio/people/{row.person_id}/"

    may = link in page(client, "came_back")
    member.role = "viewer"
    member.save()
    may_not = link in page(client, "came_back")

    assert (may, may_not) == (True, False)


def test_a_viewer_is_told_whom_to_ask(client):
    row = message(enter(client, role="viewer").agency, "uncertain", "lost")

    text = page(client, "uncertain")

    assert f"message/{row.pk}/" not in text
    assert "Ask somebody who may send mailings." in text


def test_each_message_tells_how_it_got_there(client):
    message(enter(client).agency, "uncertain", "worker_lost")

    text = page(client, "uncertain")

    assert "How it got there" in text
    assert "waiting" in text
    assert "the computer stopped while it was being sent" in text


def test_an_unknown_list_is_the_first_and_an_empty_one_says_so(client):
    enter(client)

    text = page(client, "everything")

    assert "No message here. That is how it should be." in text


@pytest.mark.parametrize("show", ["due", "uncertain", "came_back"])
def test_a_list_costs_the_same_however_long(
    client, show, django_assert_max_num_queries
):
    agency = enter(client).agency
    states = {"due": "queued", "uncertain": "uncertain", "came_back": "bounced"}
    for _ in range(3):
        message(agency, states[show], "refused" if show == "came_back" else "")

    with django_assert_max_num_queries(14):
        text = page(client, show)

    assert text.count('scope="row"') == 3


def test_the_list_of_mailings_leads_here(client):
    enter(client)

    assert f'href="{URL}"' in client.get("/studio/mailings/").content.decode()


@pytest.mark.parametrize(
    ("survey", "says"),
    [
        ({"state": "paused"}, "The survey is paused."),
        ({"state": "draft"}, "The survey is a draft again."),
        ({"opens_at": datetime(2100, 3, 1, 12, tzinfo=UTC)}, "The survey opens on"),
        ({}, ""),
    ],
)
def test_a_message_that_waits_for_its_survey_says_so(client, survey, says):
    agency = enter(client).agency
    row = message(agency)
    Activity.objects.filter(pk=row.wave.activity_id).update(**survey)

    text = page(client, "due")

    assert says in text
    assert ("The survey" in text) is bool(survey)


def test_what_is_due_is_counted_by_mailing_where_there_are_several(client):
    agency = enter(client).agency
    rows = [message(agency), message(agency)]

    found = client.get(URL, {"show": "due"})

    text = found.content.decode()
    assert [n for _wave, n in found.context["mailings"]] == [1, 1]
    for row in rows:
        assert f"mailings/{row.wave_id}/?show=due" in text
    assert found.context["page"].paginator.count == 2
