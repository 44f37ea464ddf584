"""How a designer makes the address of a shared screen, and what it is not for."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cxstudio.refusal import Refusal
from studies.partners import actions as partners
from studies.partners import links, short_codes
from studies.partners.models import InviteLink
from studies.planning.models import Activity
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def member(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def survey_of(member):
    activity = make.open_activity(agency=member.agency)
    return make.published_survey(activity=activity)


def test_the_publish_page_makes_an_address_and_lists_those_that_work(client, member):
    survey = survey_of(member)
    page = reverse("survey-publish", args=[survey.pk])

    made = client.post(
        reverse("survey-kiosk", args=[survey.pk]), {"label": "Front desk"}
    )

    link = InviteLink.objects.get()
    assert (link.is_kiosk, link.label, link.partner, link.cap) == (
        True,
        "Front desk",
        None,
        None,
    )
    assert made.url == reverse("survey-kiosk", args=[survey.pk])
    assert "Front desk" in client.get(page).content.decode()
    partners.revoke_link(link.pk, by=None)
    assert "Front desk" not in client.get(page).content.decode()


def test_a_place_keeps_no_sign_that_the_database_refuses(client, member):
    page = reverse("survey-kiosk", args=[survey_of(member).pk])

    client.post(page, {"label": "Front\x00 desk"})

    assert InviteLink.objects.get().label == "Front desk"


def test_an_address_without_a_place_has_a_name_all_the_same(client, member):
    survey = survey_of(member)

    client.post(reverse("survey-kiosk", args=[survey.pk]), {"label": ""})

    assert str(InviteLink.objects.get()) == "Shared screen"


def test_a_screen_is_set_up_by_front_line_staff(client):
    staff = make.member(role="front_line")
    client.force_login(staff.user)
    survey = survey_of(staff)
    address = reverse("survey-kiosk", args=[survey.pk])

    empty = client.get(address).content.decode()
    page = client.post(address, {"label": "Hall"}, follow=True).content.decode()

    link = InviteLink.objects.get()
    assert "No screen is set up yet" in empty
    assert (link.label, link.is_kiosk) == ("Hall", True)
    assert links.url(link) in page
    assert short_codes.in_words(link) in page
    assert reverse("link", args=[link.pk]) not in page  # it has counts


def test_front_line_staff_end_a_screen_of_their_own_and_none_of_a_partner(client):
    staff = make.member(role="front_line")
    client.force_login(staff.user)
    survey = survey_of(staff)
    address = reverse("survey-kiosk", args=[survey.pk])
    client.post(address, {"label": "Hall"})
    own = InviteLink.objects.get()
    theirs = partners.make_link(
        survey.activity_id,
        partner=make.partner(agency=staff.agency),
        is_kiosk=True,
        by=None,
    )
    before = client.get(address).content.decode()

    said = [
        client.post(address, {"end": end}, follow=True).content.decode()
        for end in (str(own.pk), str(own.pk), str(theirs.pk), "no id")
    ]

    ended = set(InviteLink.objects.exclude(revoked_at=None))
    assert ended == {own}
    assert before.count(f'name="end" value="{own.pk}"') == 1
    assert f'name="end" value="{theirs.pk}"' not in before
    assert "“Hall” takes no more answers." in said[0]
    assert str(own.pk) not in said[0]


def test_nobody_ends_the_screen_of_another_survey(client, member):
    survey, other = survey_of(member), survey_of(make.member())
    link = partners.make_link(other.activity_id, is_kiosk=True, by=None)

    client.post(reverse("survey-kiosk", args=[survey.pk]), {"end": str(link.pk)})

    assert InviteLink.objects.get().revoked_at is None


def test_two_clicks_make_one_address(client, member):
    survey = survey_of(member)
    address = reverse("survey-kiosk", args=[survey.pk])
    once = client.get(address).content.decode().split('name="once" value="')[1]
    body = {"label": "Hall", "once": once.split('"')[0]}

    there = [client.post(address, body).url for _ in range(2)]

    assert there == [address, address]
    assert InviteLink.objects.count() == 1


def test_a_screen_says_when_the_survey_is_not_open(client, member):
    survey = make.published_survey(activity=make.activity(agency=member.agency))
    Activity.objects.filter(pk=survey.activity_id).update(state="paused")
    address = reverse("survey-kiosk", args=[survey.pk])

    page = client.get(address).content.decode()

    assert "The survey is not open now" in page


def test_whoever_may_not_make_links_makes_none(client):
    viewer = make.member(role="viewer")
    client.force_login(viewer.user)
    survey = survey_of(viewer)

    answer = client.post(reverse("survey-kiosk", args=[survey.pk]))

    assert answer.status_code == 403
    assert InviteLink.objects.count() == 0


def test_a_survey_in_the_archive_gets_no_screen(client, member):
    survey = survey_of(member)
    Activity.objects.filter(pk=survey.activity_id).update(archived_at=timezone.now())

    answer = client.post(reverse("survey-kiosk", args=[survey.pk]))

    assert answer.status_code == 404
    assert InviteLink.objects.count() == 0


def test_a_partners_screen_is_made_where_its_links_are(client, member):
    partner = make.partner(agency=member.agency)
    survey = survey_of(member)
    data = {"activity": survey.activity_id, "label": "Hall", "is_kiosk": "on"}

    client.post(reverse("partner", args=[partner.pk]), data)

    link = InviteLink.objects.get()
    assert (link.is_kiosk, link.partner) == (True, partner)
    page = client.get(reverse("partner", args=[partner.pk])).content.decode()
    assert "Shared screen" in page


def test_a_screen_that_would_fill_up_is_refused_beside_its_field(client, member):
    partner = make.partner(agency=member.agency)
    survey = survey_of(member)
    data = {"activity": survey.activity_id, "cap": "10", "is_kiosk": "on"}

    page = client.post(reverse("partner", args=[partner.pk]), data)

    assert "stays open for whoever comes next" in page.context["form"].errors["cap"][0]
    assert InviteLink.objects.count() == 0
    with pytest.raises(Refusal) as refused:
        partners.make_link(survey.activity_id, cap=10, is_kiosk=True, by=None)
    assert refused.value.code == "kiosk_never_fills"


def test_the_page_of_the_address_warns_and_offers_no_flyer(client, member):
    survey = survey_of(member)
    link = partners.make_link(survey.activity_id, is_kiosk=True, by=None)
    flyer = reverse("link-flyer", args=[link.pk])

    page = client.get(reverse("link", args=[link.pk])).content.decode()

    assert f'href="{reverse("survey-kiosk", args=[survey.pk])}"' in page  # the way back
    assert "Do not print it or pass it on" in page
    assert flyer not in page
    assert client.get(flyer)["Location"] == reverse("link", args=[link.pk])


def test_the_short_code_opens_the_start_of_the_screen(client, member):
    survey = survey_of(member)
    link = partners.make_link(survey.activity_id, is_kiosk=True, by=None)

    page = client.post(reverse("go"), {"code": link.short_code}, follow=True)

    assert "kiosk-languages" in page.content.decode()
