"""A partner's part in a study begins on a later day: its links start nothing before."""

from datetime import timedelta
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


def a_link(*, is_kiosk: bool = False, **terms) -> InviteLink:
    """Of a partner whose terms, all that it has ever had, begin in nine days."""
    survey = surveys.letter()
    activity = survey.activity
    partner = make.partner(agency=survey.agency)
    fields = {"from_on": SOON} | terms
    partnerships.offer(
        partner.pk, activity.round.study_id, offer(**fields), by=make.user()
    )
    return partners.make_link(activity.pk, partner=partner, is_kiosk=is_kiosk, by=None)


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
    row = partnership()
    partnerships.accept(row.newest.pk, name="Luz", language="en", contact=None)
    partnerships.offer(
        row.partner_id, row.study_id, offer(from_on=SOON, hours=9), by=make.user()
    )

    partnerships.accept(
        partnership().newest.pk, name="Luz", language="en", contact=None
    )

    assert InviteLink.objects.get(pk=link.pk).begins_later is False


def test_what_was_over_begins_again_on_the_day_of_the_new_terms():
    link = a_link(from_on=TODAY)
    row = partnership()
    an_hour_ago = timezone.now() - timedelta(hours=1)
    Partnership.objects.update(ended_at=an_hour_ago, over_at=an_hour_ago)
    partnerships.offer(
        row.partner_id, row.study_id, offer(from_on=SOON, hours=9), by=make.user()
    )

    partnerships.accept(
        partnership().newest.pk, name="Luz", language="en", contact=None
    )

    found = InviteLink.objects.get(pk=link.pk)
    assert (found.works, found.begins_later) == (True, True)


def test_an_earlier_offer_moves_the_day_forward():
    link = a_link()
    row = partnership()

    partnerships.offer(
        row.partner_id, row.study_id, offer(from_on=TODAY), by=make.user()
    )

    assert InviteLink.objects.get(pk=link.pk).begins_later is False


def test_the_upgrade_gives_a_day_to_those_who_come_later_and_to_nobody_else():
    later, now = a_link(), a_link(from_on=TODAY)
    Partnership.objects.update(begins_at=None)

    step = import_module("studies.migrations.0035_terms_begin")
    step.begin_on_the_day_agreed(apps, None)

    found = [InviteLink.objects.get(pk=link.pk).begins_later for link in (later, now)]
    assert found == [True, False]
