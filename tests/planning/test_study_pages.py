from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from studies.planning.models import Study
from tests import make

pytestmark = pytest.mark.django_db


def enter(client, role="lead"):
    member = make.member(role=role)
    client.force_login(member.user)
    return member.agency


def posted(**values):
    launch = timezone.localdate() + timedelta(days=130)
    fields = {
        "service": "Food Help renewal",
        "title": "Renewal letter",
        "launch_on": launch.isoformat(),
        "must_hear": "No fixed address\nCarers\nNo fixed address",
    }
    return fields | values


def test_a_new_study_leads_to_its_board(client):
    agency = enter(client)

    response = client.post(reverse("study-new"), posted(), follow=True)

    study = Study.objects.within(agency).get()
    assert response.redirect_chain == [(reverse("study-board", args=[study.slug]), 302)]
    assert [group.name for group in study.segments.all()] == [
        "No fixed address",
        "Carers",
    ]
    assert "Three rounds are planned" in response.content.decode()


def test_a_number_after_a_group_is_how_many_people_it_needs(client):
    agency = enter(client)
    lines = "Carers: 12\nNo fixed address\nCarers: 3\n: 7\nAges 60: 64: many\nX: ²"

    client.post(reverse("study-new"), posted(must_hear=lines))

    study = Study.objects.within(agency).get()
    assert [(group.name, group.needed) for group in study.segments.all()] == [
        ("Carers", 3),
        ("No fixed address", 5),
        (": 7", 5),
        ("Ages 60: 64: many", 5),
        ("X: ²", 5),
    ]


def test_a_launch_that_is_too_near_is_said_beside_the_date(client):
    enter(client)
    soon = timezone.localdate() + timedelta(days=3)

    response = client.post(reverse("study-new"), posted(launch_on=soon.isoformat()))

    assert list(response.context["form"].errors) == ["launch_on"]
    assert Study.objects.count() == 0


def test_a_group_that_is_too_long_is_named(client):
    enter(client)

    response = client.post(reverse("study-new"), posted(must_hear="x" * 161))

    assert "is too long" in response.content.decode()


def test_who_may_only_look_starts_no_study(client):
    enter(client, role="viewer")

    assert client.post(reverse("study-new"), posted()).status_code == 403
    assert Study.objects.count() == 0


def test_the_plan_keeps_goals_and_groups(client):
    study = make.study(agency=enter(client))
    plan = reverse("study-plan", args=[study.slug])

    response = client.post(
        plan,
        {
            "title": "Letter",
            "goal_1": "People know the date.",
            "population": "Everybody",
            "groups": "No fixed address: 7\nCarers",
            "retention_months": "6",
        },
    )

    study.refresh_from_db()
    assert response.url == plan
    assert (study.title, study.goals) == ("Letter", ["People know the date."])
    assert list(study.segments.values_list("name", "needed")) == [
        ("No fixed address", 7),
        ("Carers", 5),
    ]


def test_who_may_only_look_reads_the_plan_and_changes_nothing(client):
    study = make.study(agency=enter(client, role="viewer"), population="Everybody")
    plan = reverse("study-plan", args=[study.slug])

    page = client.post(plan, {"title": "Mine", "retention_months": "6"})

    study.refresh_from_db()
    assert "Save the plan" not in page.content.decode()
    assert "Everybody" in page.content.decode()
    assert study.title != "Mine"


def test_a_round_keeps_its_days_and_questions(client):
    round_ = make.round_(study=make.study(agency=enter(client)))
    day = round_.starts_on

    client.post(
        reverse("round-edit", args=[round_.study.slug, round_.number]),
        {
            "starts_on": day,
            "ends_on": day + timedelta(days=5),
            "tell_by": day + timedelta(days=9),
            "questions": "What is clear?\n\nWhat is not?",
        },
    )

    round_.refresh_from_db()
    assert round_.ends_on == day + timedelta(days=5)
    assert [q.text for q in round_.questions.all()] == [
        "What is clear?",
        "What is not?",
    ]


def test_a_round_that_ends_before_it_starts_is_refused(client):
    round_ = make.round_(study=make.study(agency=enter(client)))
    day = round_.starts_on

    page = client.post(
        reverse("round-edit", args=[round_.study.slug, round_.number]),
        {
            "starts_on": day,
            "ends_on": day - timedelta(days=1),
            "tell_by": day,
            "questions": "",
        },
    )

    round_.refresh_from_db()
    assert "A round starts, then ends, then people are told." in page.content.decode()
    assert round_.starts_on < round_.ends_on
