"""A partner's part in a study begins on a later day: its links start nothing before."""

from datetime import datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from feedback.answering.entries import Door, by_token
from feedback.answering.models import SurveyResponse
from studies.partners import actions as partners
from studies.partners import links, partnerships, tokens
from studies.partners.models import InviteLink, Partnership
from studies.planning.models import Activity
from tests import make
from tests.answering import surveys
from tests.answering.person import Person, fields
from tests.partner_page.pages import offer
from tests.today import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_o_clock")]
SOON = TODAY + timedelta(days=9)


def a_link(*, is_kiosk: bool = False, accepted: bool = True, **terms) -> InviteLink:
    """Of a partner whose terms, all that it has ever had, begin in nine days."""
    survey = surveys.letter()
    activity = survey.activity
    partner = make.partner(agency=survey.agency)
    fields = {"from_on": SOON} | terms
    partnerships.offer(
        partner.pk, activity.round.study_id, offer(**fields), by=make.user()
    )
    if accepted:
        say_yes()
    return partners.make_link(activity.pk, partner=partner, is_kiosk=is_kiosk, by=None)


def say_yes() -> None:
    newest = Partnership.objects.with_terms().latest("pk").newest
    partnerships.accept(newest.pk, name="Luz", language="en", contact=None)


def renew(row: Partnership, **terms) -> None:
    """New terms, and their yes to them."""
    partnerships.offer(row.partner_id, row.study_id, offer(**terms), by=make.user())
    say_yes()


def address(link: InviteLink) -> str:
    return f"/i/{link.token}/"


def partnership() -> Partnership:
    return Partnership.objects.with_terms().get()


def begin() -> None:
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Partnership.objects.update(begins_at=an_hour_ago)


@pytest.mark.parametrize(
    ("language", "heading", "from_when"),
    [
        ("en", "This link does not work yet", "It works from"),
        ("es", 'lang="es"', "<bdi>"),
        ("ar", 'dir="rtl"', "<bdi>"),
        ("zh-hans", 'lang="zh-hans"', "<bdi>"),
    ],
)
def test_it_says_from_which_day_in_each_language_and_takes_nothing(
    language, heading, from_when
):
    link = a_link()

    answer = Client().get(f"{address(link)}?lang={language}")

    page = answer.content.decode()
    assert answer.status_code == 200
    assert heading in page
    assert from_when in page
    assert page.count("lang=") >= 4  # the same page in the others
    assert str(SOON.day) in page
    assert 'name="attempt"' not in page


def test_an_attempt_from_elsewhere_starts_nothing_before_the_day():
    link = a_link()
    begun = Partnership.objects.values_list("begins_at", flat=True).get()
    begin()
    hidden = fields(Client().get(address(link))).hidden
    Partnership.objects.update(begins_at=begun)

    page = Client().post(address(link), hidden, follow=True).content.decode()

    assert "This link does not work yet" in page
    assert SurveyResponse.objects.count() == 0


def test_from_its_day_on_it_is_like_any_other():
    link = a_link()
    begin()

    Person(address(link)).starts().answers_all(surveys.ANSWERS).sends()

    assert SurveyResponse.objects.get().state == "submitted"


def test_its_code_on_paper_leads_to_the_same_page():
    link = a_link()

    answer = Client().post("/go/", {"code": link.short_code}, follow=True)

    assert answer.redirect_chain == [(address(link), 302)]
    assert "This link does not work yet" in answer.content.decode()


def test_a_shared_screen_waits_without_a_button():
    link = a_link(is_kiosk=True)

    page = Client().get(address(link)).content.decode()

    assert "This survey is not open yet" in page
    assert "<button" not in page


def test_while_practicing_the_team_may_try_it():
    link = a_link()
    Activity.objects.filter(pk=link.activity_id).update(is_practicing=True)

    assert by_token(link.token).door == Door.OPEN


def test_a_survey_that_opens_later_still_says_its_own_day_and_hour():
    link = a_link()
    at = timezone.now() + timedelta(days=20)
    Activity.objects.filter(pk=link.activity_id).update(opens_at=at)

    page = Client().get(address(link)).content.decode()

    assert "This survey is not open yet" in page


def test_it_has_not_ended_and_is_found_in_one_look_up(django_assert_num_queries):
    link = a_link()

    with django_assert_num_queries(1):
        found = tokens.find(link.token)

        assert (found.works, found.begins_later) == (True, True)
    assert links.url(link).endswith(address(link))


def test_changed_terms_that_begin_later_leave_todays_links_alone():
    link = a_link(from_on=TODAY)

    renew(partnership(), from_on=SOON, hours=9)

    assert InviteLink.objects.get(pk=link.pk).begins_later is False


def at(days: int, hour: int = 12) -> datetime:
    """So many days from today, where the agency is."""
    day = TODAY + timedelta(days=days)
    return partnerships.start_of(day, partnership().study.agency) + timedelta(
        hours=hour
    )


def door_at(link: InviteLink, monkeypatch, when: datetime) -> Door:
    monkeypatch.setattr(timezone, "now", lambda: when)
    return by_token(link.token).door


def test_between_the_end_of_old_terms_and_the_first_day_of_new_ones_nothing_starts(
    monkeypatch,
):
    link = a_link(from_on=TODAY, until_on=TODAY + timedelta(days=3))
    renew(
        partnership(),
        from_on=TODAY + timedelta(days=7),
        until_on=TODAY + timedelta(days=9),
    )

    moments = [at(3), at(4, 0), at(6, 23), at(7, 0), at(9, 23), at(10, 0)]
    doors = [door_at(link, monkeypatch, when) for when in moments]

    assert doors == [
        Door.OPEN,
        Door.NOT_YET,
        Door.NOT_YET,
        Door.OPEN,
        Door.OPEN,
        Door.ENDED,
    ]


def test_in_between_the_page_names_the_first_day_of_the_new_terms(monkeypatch):
    link = a_link(from_on=TODAY, until_on=TODAY + timedelta(days=3))
    renew(partnership(), from_on=SOON)
    later = timezone.now() + timedelta(days=5)
    monkeypatch.setattr(timezone, "now", lambda: later)

    page = Client().get(address(link)).content.decode()

    assert "This link does not work yet" in page
    assert str(SOON.day) in page


def test_terms_that_follow_on_at_once_leave_no_gap():
    a_link(from_on=TODAY, until_on=TODAY + timedelta(days=3))

    renew(partnership(), from_on=TODAY + timedelta(days=4))

    assert partnership().gaps == []


def test_two_gaps_stay_and_terms_in_between_take_one_back():
    a_link(from_on=TODAY, until_on=TODAY + timedelta(days=1))
    days = [TODAY + timedelta(days=n) for n in range(9)]
    renew(partnership(), from_on=days[4], until_on=days[5])
    renew(partnership(), from_on=days[8])
    two = partnership().gaps

    renew(partnership(), from_on=days[2], hours=9)

    assert [len(two), partnership().gaps] == [2, []]


def test_before_their_first_yes_a_link_starts_nothing_and_after_it_all_is_open():
    link = a_link(from_on=TODAY, accepted=False)
    page = Client().get(address(link)).content.decode()
    hidden = by_token(link.token).door
    say_yes()

    doors = [hidden, by_token(link.token).door]

    assert "This link does not work yet" in page
    assert "Come back later with the same link." in page
    assert doors == [Door.NOT_YET, Door.OPEN]


def test_terms_offered_to_who_helps_already_stop_no_link():
    survey = surveys.letter()
    partner = make.partner(agency=survey.agency)
    link = partners.make_link(survey.activity_id, partner=partner, by=None)

    partnerships.offer(
        partner.pk, survey.activity.round.study_id, offer(), by=make.user()
    )

    assert by_token(link.token).door == Door.OPEN


def test_what_was_over_begins_again_on_the_day_of_the_new_terms():
    link = a_link(from_on=TODAY)
    row = partnership()
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Partnership.objects.update(ended_at=an_hour_ago, over_at=an_hour_ago)

    renew(row, from_on=SOON, hours=9)

    found = InviteLink.objects.get(pk=link.pk)
    assert (found.works, found.begins_later) == (True, True)


def test_an_earlier_offer_moves_the_day_forward():
    link = a_link()

    renew(partnership(), from_on=TODAY)

    assert InviteLink.objects.get(pk=link.pk).begins_later is False


def test_the_upgrade_gives_a_day_to_those_who_come_later_and_to_nobody_else():
    later, now = a_link(), a_link(from_on=TODAY)
    Partnership.objects.update(begins_at=None)

    step = import_module("studies.migrations.0035_terms_begin")
    step.begin_on_the_day_agreed(apps, None)

    found = [InviteLink.objects.get(pk=link.pk).begins_later for link in (later, now)]
    assert found == [True, False]
