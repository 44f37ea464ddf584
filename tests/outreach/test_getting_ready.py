"""A mailing to many gets ready in a worker: in steps, never half, never twice."""

from datetime import timedelta

import pytest
from django.db import OperationalError

from cxstudio.schedule import TASKS
from studies.outreach import actions as outreach
from studies.outreach import getting_ready, ledger, tasks
from studies.outreach.models import Delivery, Wave
from studies.people.models import Participant, Person
from tests import make
from tests.outreach.clock import START

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def three_are_many(monkeypatch):
    monkeypatch.setattr(getting_ready, "FEW", 2)


def many(people: int = 3, **fields) -> Wave:
    activity = make.open_activity(**fields)
    listed = [make.person(agency=activity.agency) for _ in range(people)]
    return make.draft_wave(activity, listed)


def started(**fields) -> Wave:
    return outreach.start(many(**fields).pk, by=make.user(), now=START)


def everything() -> dict:
    return {
        "people": Wave.audience.through.objects.count(),
        "numbers": Participant.objects.count(),
        "messages": Delivery.objects.count(),
    }


def fail_at(monkeypatch, step: str, error: BaseException) -> None:
    real = getting_ready._take

    def take(wave, one, now):
        real(wave, one, now)
        if one == step:
            raise error

    monkeypatch.setattr(getting_ready, "_take", take)


def test_the_press_answers_at_once_and_a_worker_does_the_rest(
    django_capture_on_commit_callbacks, woken
):
    wave = many()
    with django_capture_on_commit_callbacks(execute=True):
        outreach.start(wave.pk, by=make.user(), now=START)
    pressed = Wave.objects.get()
    before = everything()
    with django_capture_on_commit_callbacks(execute=True):
        getting_ready.get_all_ready()
    ready = Wave.objects.get()

    assert (pressed.state, pressed.getting_ready) == ("running", "people")
    assert before == {"people": 3, "numbers": 0, "messages": 0}
    assert everything() == {"people": 3, "numbers": 3, "messages": 6}
    assert (ready.state, ready.getting_ready) == ("running", "")
    assert woken == ["outreach.get_ready", "outreach.deliver_due"]


def test_it_ends_as_a_mailing_to_few_does(monkeypatch):
    many_ = started()
    getting_ready.get_ready(many_.pk)
    monkeypatch.setattr(getting_ready, "FEW", 9)

    few = started()

    def rows(wave):
        return list(wave.deliveries.order_by("step").values_list("step", "due_at"))

    assert rows(many_) == rows(few)
    assert not Delivery.objects.filter(participant=None).exists()


def test_a_filter_means_whom_it_meant_when_the_worker_looked():
    wave = many()
    Wave.objects.update(audience_filter={"kind": "everyone"})
    wave.audience.clear()
    outreach.start(wave.pk, by=None, now=START)
    getting_ready.get_ready(wave.pk)

    make.person(agency=wave.agency)
    getting_ready.get_ready(wave.pk)

    assert Wave.objects.get().audience.count() == 3


@pytest.mark.parametrize("step", ["people", "numbers", "invitation", "reminder"])
def test_a_worker_that_dies_leaves_no_step_half_done_and_none_is_done_twice(
    monkeypatch, step
):
    wave = started()
    with monkeypatch.context() as patched:
        fail_at(patched, step, SystemExit())
        with pytest.raises(SystemExit):
            getting_ready.get_ready(wave.pk)
    left = Wave.objects.get().getting_ready
    queued = set(Delivery.objects.values_list("step", flat=True))

    getting_ready.get_all_ready()

    assert left == step
    assert step not in queued
    assert everything() == {"people": 3, "numbers": 3, "messages": 6}


@pytest.mark.parametrize("move", ["pause", "stop"])
def test_whoever_pauses_or_stops_it_meanwhile_ends_the_step_as_if_not_begun(
    monkeypatch, move
):
    wave, real = started(), getting_ready.queue

    def queue(*arguments):
        getattr(outreach, move)(wave.pk, by=make.user())
        return real(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(getting_ready, "queue", queue)
        getting_ready.get_ready(wave.pk)

    # In the test both share a connection, so the move is undone along with the step.
    assert Wave.objects.get().getting_ready == "invitation"
    assert everything()["messages"] == 0


def test_paused_it_waits_and_resumed_it_gets_ready(
    django_capture_on_commit_callbacks, woken
):
    wave, by = started(), make.user()
    outreach.pause(wave.pk, by=by)
    getting_ready.get_all_ready()
    waiting = everything()
    with django_capture_on_commit_callbacks(execute=True):
        outreach.resume(wave.pk, by=by)

    getting_ready.get_all_ready()

    assert waiting["messages"] == 0
    assert woken == ["outreach.get_ready"]
    assert everything()["messages"] == 6


def test_stopped_it_never_gets_ready():
    wave = started()
    outreach.stop(wave.pk, by=make.user())

    getting_ready.get_all_ready()

    assert Wave.objects.get().getting_ready == ""
    assert not Delivery.objects.exists()


def test_nothing_goes_out_before_it_is_ready(monkeypatch):
    wave = started()
    with monkeypatch.context() as patched:
        fail_at(patched, "reminder", SystemExit())
        with pytest.raises(SystemExit):
            getting_ready.get_ready(wave.pk)
    later = START + timedelta(days=1)
    before = Delivery.objects.count(), ledger.due_waves(later)

    getting_ready.get_ready(wave.pk)

    assert before == (3, [])
    assert ledger.due_waves(later) == [wave.pk]


def test_what_stands_against_it_by_then_makes_it_a_draft_again(client):
    wave = started()
    Person.objects.update(archived_at=START)

    getting_ready.get_ready(wave.pk)

    again = Wave.objects.get()
    assert (again.state, again.trouble, again.started_at) == (
        "draft",
        "not_started",
        None,
    )
    member = make.member(agency=wave.agency)
    client.force_login(member.user)
    page = client.get(f"/studio/mailings/{wave.pk}/").content.decode()
    assert "This mailing did not start" in page
    assert "nobody on the list would get a message" in page
    Person.objects.update(archived_at=None)
    outreach.start(wave.pk, by=None, now=START)
    getting_ready.get_ready(wave.pk)
    assert Wave.objects.get().trouble == ""
    assert everything()["messages"] == 6


def test_one_that_fails_says_so_stops_no_other_and_is_tried_again(monkeypatch):
    wave, other = started(), started()
    with monkeypatch.context() as patched:
        fail_at(patched, "numbers", ValueError("one@example.org"))
        getting_ready.get_all_ready()
    told = set(Wave.objects.values_list("trouble", flat=True))

    getting_ready.get_all_ready()

    assert told == {"not_ready"}
    for one in (wave, other):
        one.refresh_from_db()
        assert (one.getting_ready, one.trouble) == ("", "")


def test_a_database_that_is_away_is_no_fault_of_the_mailing(monkeypatch):
    started()
    fail_at(monkeypatch, "numbers", OperationalError())

    with pytest.raises(OperationalError):
        getting_ready.get_all_ready()

    assert Wave.objects.get().trouble == ""


def test_an_anonymous_survey_gives_nobody_a_number():
    wave = started(anonymous=True)

    getting_ready.get_ready(wave.pk)

    assert getting_ready.steps_of(wave) == ["people", "invitation", "reminder"]
    assert Wave.objects.get().link is not None
    assert everything() == {"people": 3, "numbers": 0, "messages": 6}


def test_what_can_be_known_at_once_is_refused_at_the_press(client):
    wave = many(state="draft")
    client.force_login(make.member(agency=wave.agency).user)

    answer = client.post(
        f"/studio/mailings/{wave.pk}/move/", {"move": "start"}, follow=True
    )

    assert "Publish the survey first" in answer.content.decode()
    assert Wave.objects.get().state == "draft"


def test_its_page_shows_how_far_it_is_and_asks_for_itself(client):
    wave = many()
    client.force_login(make.member(agency=wave.agency).user)
    url = f"/studio/mailings/{wave.pk}/"

    pressed = client.post(f"{url}move/", {"move": "start"}, follow=True)
    still = client.get(url, {"refresh": "off"})
    listed = client.get("/studio/mailings/").content.decode()
    Wave.objects.update(trouble="not_ready")
    failed = client.get(url).content.decode()
    client.post(f"{url}move/", {"move": "ready"})
    client.post(f"{url}move/", {"move": "pause"})
    paused = client.get(url)
    client.post(f"{url}move/", {"move": "resume"})
    getting_ready.get_ready(wave.pk)
    ready = client.get(url)

    shown = pressed.content.decode()
    assert pressed.headers["Refresh"] == "3"
    assert '<progress class="cx-progress" max="4" value="0"' in shown
    assert "Looking up whom it is for" in shown
    assert "Started." not in shown
    assert "Refresh" not in still.headers
    assert "getting ready" in listed
    assert "Try again now" in failed
    assert "Paused while it was getting ready" in paused.content.decode()
    assert "Refresh" not in paused.headers
    assert "of 3 dealt with" in ready.content.decode()


def test_the_scheduler_takes_up_what_a_lost_wake_up_left():
    wave = started()

    tasks.get_ready()

    wave.refresh_from_db()
    assert wave.getting_ready == ""
    assert TASKS["mailings-ready"]["task"] == tasks.get_ready.name
