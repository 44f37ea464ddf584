from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from feedback.results.models import Tally
from tests import make

pytestmark = pytest.mark.django_db


def enter(client, agency, role="lead"):
    client.force_login(make.member(agency=agency, role=role).user)


def board(client, study):
    return client.get(reverse("study-board", args=[study.slug])).content.decode()


def test_without_a_study_the_board_says_how_to_begin(client):
    enter(client, make.agency())

    page = client.get(reverse("admin:index")).content.decode()

    assert "There is no study yet." in page
    assert reverse("study-new") in page


def test_home_is_the_board_of_the_study_that_runs(client):
    agency = make.agency()
    running = make.study(agency=agency, state="running", started_at=timezone.now())
    make.study(agency=agency, title="Still practice")
    enter(client, agency)

    page = client.get(reverse("admin:index"))

    assert page.context["study"] == running


def test_home_opens_the_board_that_was_looked_at_last(client):
    agency = make.agency()
    make.study(agency=agency, state="running", started_at=timezone.now())
    mine = make.study(agency=agency, title="Still practice")
    enter(client, agency)
    board(client, mine)

    page = client.get(reverse("admin:index"))

    assert page.context["study"] == mine


def test_home_forgets_a_board_of_another_agency(client):
    elsewhere = make.study()
    running = make.study(state="running", started_at=timezone.now())
    enter(client, running.agency)
    session = client.session
    session["study"] = elsewhere.slug
    session.save()

    page = client.get(reverse("admin:index"))

    assert page.context["study"] == running


def test_a_board_shows_what_was_heard_decided_and_told(client):
    round_ = make.round_(study=make.study(state="running"))
    talk = make.conversation(round=round_, people=4, method="workshop", level=3)
    make.insight(round=round_, statement="People wait.", highlights=[])
    make.decision(round=round_, statement="One date.")
    make.share_back(round=round_, you_said="too many dates")
    enter(client, talk.agency)

    page = board(client, round_.study)

    assert "<strong>4</strong> in workshops" in page
    assert "People wait." in page
    assert "One date." in page
    assert "Too many dates" in page
    assert "not published" in page


def test_long_lists_are_cut_and_say_how_much_more_there_is(client):
    round_ = make.round_(study=make.study(state="running"))
    for _ in range(5):
        make.insight(round=round_)
    enter(client, round_.study.agency)

    page = client.get(reverse("study-board", args=[round_.study.slug]))

    [item] = page.context["columns"]
    assert (len(item.insights.rows), item.insights.more) == (3, 2)
    assert "and 2 more" in page.content.decode()


def test_the_round_of_today_is_marked_and_a_later_one_says_when_to_recruit(client):
    study = make.study(state="running")
    make.round_(study=study)
    later = timezone.localdate() + timedelta(days=60)
    make.round_(study=study, starts_on=later, ends_on=later, tell_by=later)
    enter(client, study.agency)

    page = client.get(reverse("study-board", args=[study.slug]))

    shown = [(item.is_now, item.is_ahead) for item in page.context["columns"]]
    assert shown == [(True, False), (False, True)]
    assert page.content.decode().count("recruit by") == 1


def test_practice_is_explained(client):
    study = make.study()
    enter(client, study.agency)

    assert "Practice: try everything." in board(client, study)


def test_who_may_only_look_gets_no_links_to_write(client):
    round_ = make.round_(study=make.study(state="running"))
    enter(client, round_.study.agency, role="viewer")

    page = board(client, round_.study)

    assert "Log a conversation</a>" not in page
    assert reverse("decision-new", args=[round_.study.slug, 1]) not in page


def test_the_counts_of_surveys_are_told_while_one_looks(client):
    round_ = make.round_(study=make.study(state="running"))
    survey = make.published_survey(activity=make.activity(round=round_))
    Tally.objects.create(
        survey=survey,
        version=survey.versions.get(),
        question_key="",
        code="finished",
        language="en",
        count=7,
    )
    enter(client, round_.study.agency)

    answer = client.get(reverse("study-counts", args=[round_.study.slug]))

    assert answer.json() == {f"survey-{survey.pk}": 7}
