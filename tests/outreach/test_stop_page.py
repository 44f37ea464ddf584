import uuid
from datetime import timedelta

import pytest
from django.test import Client

from studies.outreach import actions as outreach
from studies.outreach import following, stopping, telling, tokens
from studies.outreach.models import Delivery, Suppression
from studies.people import updates
from tests import make
from tests.outreach.clock import START

pytestmark = pytest.mark.django_db


def stop_url(person) -> str:
    return f"/stop/{tokens.stop_token(person.pk)}/"


def done_url(delivery) -> str:
    return f"/done/{tokens.done_token(delivery.pk)}/"


def an_invitation(**fields) -> Delivery:
    activity = make.open_activity(name="Renewal letter", **fields)
    make.wave(activity, [make.person(agency=activity.agency)])
    return Delivery.objects.get(step="invitation")


def test_opening_the_page_stops_nothing_because_scanners_open_links(client):
    person = make.person()

    for _ in range(2):
        page = client.get(stop_url(person))

    assert page.status_code == 200
    assert "Stop all messages" in page.content.decode()
    assert not stopping.has_stopped(person.pk)


def test_one_tap_stops_and_there_is_a_way_back(client):
    person = make.person(phone="555-0101")

    for _ in range(2):
        stopped = client.post(stop_url(person)).content.decode()
    kept_off = Suppression.objects.count()
    again = client.post(stop_url(person), {"back": "1"}).content.decode()

    assert "We will not write to you" in stopped
    assert "I want messages again" in stopped
    assert kept_off == 2
    assert "You get messages again" in again
    assert not Suppression.objects.exists()


def test_the_button_of_a_mail_program_needs_no_cookie():
    person = make.person()
    strict = Client(enforce_csrf_checks=True)

    answer = strict.post(
        stop_url(person),
        "List-Unsubscribe=One-Click",
        content_type="application/x-www-form-urlencoded",
    )

    assert answer.status_code == 200
    assert stopping.has_stopped(person.pk)


@pytest.mark.parametrize(
    ("language", "direction"),
    [("en", "ltr"), ("es", "ltr"), ("ar", "rtl"), ("zh-hans", "ltr")],
)
def test_the_page_is_in_the_language_of_the_mail(client, language, direction):
    page = client.get(f"{stop_url(make.person())}?lang={language}").content.decode()

    assert f'<html lang="{language}" dir="{direction}">' in page


def test_the_page_shows_the_agency_and_nothing_about_the_person(client):
    person = make.person(name="Marisol Vega", email="marisol@example.org")

    answer = client.get(stop_url(person))

    page = answer.content.decode()
    assert person.agency.name in page
    assert ("Marisol" in page, "marisol@" in page) == (False, False)
    assert "no-store" in answer.headers["Cache-Control"]


def test_an_erased_person_reads_that_nothing_comes(client):
    person = make.person()
    url = stop_url(person)
    person.delete()

    assert "not on our list any more" in client.get(url).content.decode()
    assert client.post(url).status_code == 200


@pytest.mark.parametrize("path", ["stop", "done"])
def test_a_guessed_link_says_what_to_do_and_changes_nothing(client, path):
    ours = tokens.stop_token(uuid.uuid4())
    for token in ("abc", ours[:-3] + "xxx", ours.swapcase()):
        page = client.get(f"/{path}/{token}/")
        assert page.status_code == 404
        assert "This link does not work" in page.content.decode()
        assert client.post(f"/{path}/{token}/").status_code == 404
    assert not Suppression.objects.exists()


def test_saying_done_takes_a_tap_and_can_be_said_twice(client):
    row = an_invitation(anonymous=True)

    asked = client.get(done_url(row)).content.decode()
    still_wanted = not Delivery.objects.get(pk=row.pk).no_reminder
    for _ in range(2):
        done = client.post(done_url(row)).content.decode()

    assert "I have answered, or would rather not" in asked
    assert "We cannot see which of the two it is." in asked
    assert still_wanted
    assert "You get no reminder about “Renewal letter”" in done
    assert Delivery.objects.get(pk=row.pk).no_reminder


def test_what_waits_is_dropped_at_once_and_nothing_says_when():
    activity = make.open_activity(anonymous=True)
    ana, bo = (make.person(agency=activity.agency) for _ in range(2))
    started = START - timedelta(days=2)
    wave = make.wave(activity, [ana, bo], now=started, reminder_2=True)
    invitations = wave.deliveries.filter(step="invitation")
    invitations.update(state="handed_over", handed_over_at=started)

    outreach.want_no_reminder(invitations.get(person=ana).pk)

    reminders = wave.deliveries.exclude(step="invitation")
    theirs = reminders.filter(person=ana)
    assert {(row.state, row.reason) for row in theirs} == {("dropped", "done")}
    assert {move.at for row in theirs for move in row.moves} == {started}
    assert {row.since for row in theirs} == {started}
    assert {row.state for row in reminders.filter(person=bo)} == {"queued"}
    funnels = following.funnels(wave)[1:]
    assert [(one.waiting, one.dropped) for one in funnels] == [(1, 1), (1, 1)]
    assert [one.waits for one in telling.to_person(ana)] == [False, False, False]


def test_a_mail_about_news_has_nothing_to_be_done_with(client):
    study = make.study(state="running")
    updates.ask_for_updates(study.pk, email="ana@example.org", language="en")
    make.sender(agency=study.agency)
    outreach.send_share_back(study.pk, by=None)

    assert client.get(done_url(Delivery.objects.get())).status_code == 404


def test_the_stop_page_takes_few_queries(client, django_assert_num_queries):
    url = stop_url(make.person())

    with django_assert_num_queries(3):
        client.get(url)
