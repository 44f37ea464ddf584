"""Where the messages of a mailing are, on a page that follows them by itself."""

from datetime import timedelta

import pytest
from django.utils import timezone

from studies.outreach import following, stopping
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


def test_a_message_that_waits_says_what_stands_against_it_now(client, dana):
    wave = running(dana, 2)
    stays, stops = wave.audience.order_by("pk")
    stopping.stop_messages(stops.pk)

    page = client.get(f"/studio/mailings/{wave.pk}/")

    whys = {row.person_id: row.why for row in page.context["page"]}
    against = "As of now, it will not be sent: stopped all messages"
    assert whys == {stays.pk: "", stops.pk: against}
    assert against in page.content.decode()


def test_of_a_closed_survey_nothing_that_waits_will_be_sent(dana):
    wave = running(dana, 1)
    wave.activity.state = "closed"

    found = following.against(wave, wave.deliveries.all(), timezone.now())

    assert set(found.values()) == {"closed"}


def test_a_reminder_more_than_the_agency_allows_says_so_from_the_start(dana):
    dana.agency.most_reminders = 1
    dana.agency.save()
    activity = make.open_activity(agency=dana.agency)
    people = [make.person(agency=dana.agency)]
    wave = make.wave(activity, people, reminder_2=True)

    found = following.against(wave, wave.deliveries.all(), timezone.now())

    steps = dict(wave.deliveries.values_list("pk", "step"))
    why = {steps[pk]: reason for pk, reason in found.items()}
    assert why == {"reminder_2": "reminded_twice"}


def test_what_was_sent_has_nothing_against_it(dana):
    wave = running(dana, 1)
    stopping.stop_messages(wave.audience.get().pk)
    wave.deliveries.update(state="handed_over", handed_over_at=timezone.now())

    assert following.against(wave, wave.deliveries.all(), timezone.now()) == {}


@pytest.mark.parametrize("show", ["", "waiting", "due", "sent"])
def test_the_rows_of_a_page_come_in_the_order_of_an_index(dana, show):
    """Nobody's number is sorted by, and nobody is joined to rows of other pages."""
    wave = running(dana, 1)

    sql = str(following.messages(wave, show, timezone.now()).query)

    order = sql.partition(" ORDER BY ")[2].replace('"studies_delivery".', "")
    assert order == '"step" ASC, "person_id" ASC, "id" ASC'
    assert "studies_participant" not in sql
    assert "studies_person" not in sql


def test_counts_of_very_many_are_kept_for_a_moment_and_anew_after_ones_own_act(
    client, dana, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(following, "MANY", 1)
    wave = running(dana, 2)
    url = f"/studio/mailings/{wave.pk}/"
    before = following.counts(wave).rows
    wave.deliveries.update(state="handed_over")

    with django_assert_num_queries(0):
        kept = following.counts(wave).rows
    client.post(f"{url}move/", {"move": "pause"})
    anew = following.counts(wave).rows

    assert kept == before
    assert [(row["state"], row["messages"]) for row in anew] == [("handed_over", 2)]


def test_counts_of_few_are_always_those_of_now(dana):
    wave = running(dana, 2)
    following.counts(wave)
    wave.deliveries.update(state="handed_over")

    assert following.counts(wave).sent == 2


@pytest.mark.parametrize("show", ["", "due", "waiting", "sent", "not_sent", "other"])
def test_the_number_of_pages_comes_from_the_counts(client, dana, show):
    wave = running(dana, 3)
    wave.deliveries.update(due_at=timezone.now())
    first = wave.deliveries.order_by("pk").first().pk
    wave.deliveries.filter(pk=first).update(state="handed_over")

    page = client.get(f"/studio/mailings/{wave.pk}/", {"show": show}).context["page"]

    assert page.paginator.count == len(page.object_list)
    wanted = {"due": 2, "waiting": 2, "sent": 1, "not_sent": 0}
    assert page.paginator.count == wanted.get(show, 3)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"state": "closed"}, "The survey is over."),
        ({"state": "paused"}, "The survey is paused."),
    ],
)
def test_the_page_says_why_nothing_leaves(client, dana, fields, said):
    wave = running(dana)
    type(wave.activity).objects.filter(pk=wave.activity_id).update(**fields)

    page = client.get(f"/studio/mailings/{wave.pk}/").content.decode()

    assert said in page
    assert "go out just now" not in page
