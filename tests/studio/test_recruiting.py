import re
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cxstudio.studio import recruiting
from studies.partners import actions as partners
from studies.partners import introductions, partnerships
from studies.partners.models import InviteLink, Partnership
from studies.planning.models import Study
from studies.sessions.models import Slot
from tests import make
from tests.partner_page.pages import offer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_o_clock")]


def enter(client, agency, role="designer"):
    client.force_login(make.member(agency=agency, role=role).user)


def address(round_) -> str:
    return reverse("round-recruiting", args=[round_.study.slug, round_.number])


def board(client, round_):
    page = client.get(address(round_))
    assert page.status_code == 200
    return page


def running_round():
    """A round in its second half."""
    today = timezone.localdate()
    study = make.study(state=Study.State.RUNNING)
    return make.round_(
        study=study,
        starts_on=today - timedelta(days=15),
        ends_on=today + timedelta(days=4),
    )


def said(page) -> list[str]:
    return [task.text for task in page.context["tasks"]]


def test_an_empty_round_says_what_is_missing(client):
    round_ = running_round()
    enter(client, round_.study.agency)

    page = board(client, round_)

    assert said(page) == []
    for words in (
        "Nothing waits. Keep talking to people.",
        "No groups are named yet.",
        "No partner helps with this study yet.",
        "No link works now.",
        "No time is set.",
    ):
        assert words in page.content.decode()


def test_a_group_falling_behind_is_a_task(client):
    round_ = running_round()
    make.segment(study=round_.study, name="Carers", needed=8)
    enter(client, round_.study.agency)

    page = board(client, round_)

    assert said(page) == [
        "Carers falls behind: 0 heard, 6 planned by now, 8 in all. "
        "Ask for these people."
    ]


def test_a_link_that_ends_this_week_and_a_full_quota_are_tasks(client):
    round_ = running_round()
    survey = make.published_survey(
        activity=make.open_activity(round=round_, anonymous=True)
    )
    group = make.segment(study=round_.study, name="Carers", needed=0)
    make.quota(survey=survey, segment=group, heard={None: 1})
    soon = timezone.now() + timedelta(days=3)
    link = partners.make_link(
        survey.activity_id, label="Poster", expires_at=soon, by=None
    )
    enter(client, round_.study.agency)

    page = board(client, round_)

    [ends, full] = said(page)
    assert ends.startswith("The link “Poster” ends on ")
    assert full.startswith("Carers is full in the survey.")
    assert [row.pk for row in page.context["page"]] == [link.pk]


def test_only_partners_whose_terms_meet_the_round_are_to_be_called(client):
    round_ = running_round()
    last = round_.ends_on
    for name, first in (("Harbor", last), ("Ferrywick", last + timedelta(days=1))):
        partner = make.partner(agency=round_.study.agency, name=name)
        asked = offer(from_on=first, until_on=first + timedelta(days=9))
        partnerships.offer(partner.pk, round_.study_id, asked, by=make.user())
    enter(client, round_.study.agency)

    page = board(client, round_)

    assert said(page) == ["Harbor has not said yes to the terms. Call them."]


def test_ended_links_stand_apart(client):
    round_ = running_round()
    activity = make.open_activity(round=round_, anonymous=True)
    works = partners.make_link(activity.pk, label="Works", by=None)
    ended = partners.make_link(activity.pk, label="Ended", by=None)
    InviteLink.objects.filter(pk=ended.pk).update(revoked_at=timezone.now())
    enter(client, round_.study.agency)

    context = board(client, round_).context

    assert [row.pk for row in context["page"]] == [works.pk]
    assert [row.pk for row in context["ended"]] == [ended.pk]


def test_a_round_that_asks_everybody_without_a_link_says_so(client):
    round_ = running_round()
    make.open_activity(round=round_, anonymous=True)
    enter(client, round_.study.agency)

    [task] = said(board(client, round_))

    assert task == "No link works for this round. Make one for each partner."


def test_coming_sessions_show_their_seats(client):
    round_ = running_round()
    session = make.session(round=round_)
    slot = Slot.objects.filter(session=session).first() or make.slot(session=session)
    enter(client, round_.study.agency)

    page = board(client, round_)

    assert [time.slot for time in page.context["times"]] == [slot]


def test_whoever_did_not_meet_the_people_does_not_see_small_counts(client):
    round_ = running_round()
    enter(client, round_.study.agency, role="viewer")

    assert client.get(address(round_)).status_code == 403


def test_the_board_costs_the_same_for_one_link_and_for_three(
    client, django_assert_max_num_queries
):
    round_ = running_round()
    activity = make.open_activity(round=round_, anonymous=True)
    partner = make.partner(agency=round_.study.agency)
    enter(client, round_.study.agency)
    for number in (1, 3):
        while InviteLink.objects.count() < number:
            partners.make_link(activity.pk, partner=partner, by=None)
        with django_assert_max_num_queries(36):
            board(client, round_)


def test_whoever_came_by_two_partners_is_named_under_a_number_to_the_team(client):
    round_ = running_round()
    study = round_.study
    first, second = (make.partner(agency=study.agency, name=n) for n in ("A", "B"))
    for partner in (first, second):
        Partnership.objects.create(partner=partner, study=study)
    person = make.participant(study=study)
    introductions.note(person.pk, [first], by=make.user())
    introductions.note(person.pk, [first, second], by=make.user())
    enter(client, study.agency)

    page = board(client, round_).content.decode()

    assert "<b>P-001</b> counts for A." in page
    assert "Also came by: B" in " ".join(page.split())


def test_many_links_come_in_pages(client, monkeypatch):
    monkeypatch.setattr(recruiting, "LINKS_A_PAGE", 2)
    round_ = running_round()
    activity = make.open_activity(round=round_, anonymous=True)
    made = [partners.make_link(activity.pk, label=f"{n}", by=None) for n in range(3)]
    enter(client, round_.study.agency)

    first = board(client, round_).context["page"]
    second = client.get(address(round_), {"page": "2"}).context["page"]

    assert {row.pk for row in [*first, *second]} == {row.pk for row in made}
    assert (len(first), len(second)) == (2, 1)


def test_coming_times_are_said_on_the_clock_of_the_place(client):
    round_ = running_round()
    session = make.session(round=round_, time_zone="America/Chicago")
    at = datetime(2050, 7, 1, 15, tzinfo=UTC)
    make.slot(session=session, starts_at=at)
    enter(client, round_.study.agency)

    page = board(client, round_).content.decode()

    assert re.search(r"July 1\b.*10 a\.m\. to .+Central time \(Chicago\)", page)
