"""The list from which members take answers in: who finds it, and what stands there."""

import pytest
from django.urls import reverse

from studies.agencies.permissions import GRANTS, Permission, Role
from studies.planning.models import Activity
from tests import make

pytestmark = pytest.mark.django_db

LIST = "/studio/take/"


def test_those_who_ask_people_may_take_answers_in():
    may = {role for role in Role if Permission.RESPONSE_ADD in GRANTS[role]}

    assert may == {
        Role.ADMINISTRATOR,
        Role.LEAD,
        Role.DESIGNER,
        Role.ANALYST,
        Role.FRONT_LINE,
    }


@pytest.mark.parametrize("role", ["viewer", "translator"])
def test_others_find_no_list(client, role):
    client.force_login(make.member(role=role).user)

    assert client.get(LIST).status_code == 403
    assert LIST not in client.get(reverse("admin:index")).content.decode()


def test_front_line_staff_find_the_ways_of_each_survey_that_is_out(client):
    staff = make.member(role="front_line")
    client.force_login(staff.user)
    open_ = make.published_survey(
        title="Renewal letter", activity=make.open_activity(agency=staff.agency)
    )
    closed = make.published_survey(
        title="Old form",
        activity=make.open_activity(agency=staff.agency),
    )
    Activity.objects.filter(pk=closed.activity_id).update(state="closed")
    make.survey(title="Not yet", activity=make.activity(agency=staff.agency))
    make.published_survey(title="Of others", activity=make.open_activity())

    page = client.get(LIST)

    text = page.content.decode()
    assert [row.title for row in page.context["page"]] == ["Renewal letter", "Old form"]
    for name in ("survey-key", "survey-phone", "survey-kiosk"):
        assert reverse(name, args=[open_.pk]) in text
    # Late paper counts; nobody can be called, and no screen would open.
    assert reverse("survey-key", args=[closed.pk]) in text
    assert reverse("survey-phone", args=[closed.pk]) not in text
    assert reverse("survey-kiosk", args=[closed.pk]) not in text


def test_an_agency_that_asks_nothing_yet_is_told_what_will_stand_here(client):
    client.force_login(make.member(role="front_line").user)

    assert "No survey is published yet" in client.get(LIST).content.decode()


def test_the_list_costs_the_same_for_one_survey_and_three(
    client, django_assert_max_num_queries
):
    staff = make.member(role="front_line")
    client.force_login(staff.user)
    for more in (1, 2):
        for _ in range(more):
            make.published_survey(activity=make.open_activity(agency=staff.agency))
        with django_assert_max_num_queries(6):
            client.get(LIST)


@pytest.mark.parametrize(
    ("role", "leads_to"),
    [("front_line", "survey-key"), ("viewer", "survey-results"), ("translator", None)],
)
def test_the_board_leads_each_to_a_page_that_opens(client, role, leads_to):
    member = make.member(role=role)
    client.force_login(member.user)
    study = make.study(agency=member.agency, state="running")
    survey = make.published_survey(
        title="Renewal letter",
        activity=make.open_activity(round=make.round_(study=study)),
    )

    page = client.get(reverse("study-board", args=[study.slug])).content.decode()

    names = ("survey-key", "survey-results")
    linked = [n for n in names if f'href="{reverse(n, args=[survey.pk])}"' in page]
    assert linked == ([leads_to] if leads_to else [])
    assert "Renewal letter" in page
