from datetime import timedelta

import pytest
from django.utils import timezone

from studies.partners import actions as partners
from studies.partners.models import InviteLink, Partner
from tests import make

pytestmark = pytest.mark.django_db
LIST = "/studio/partners/"
TEXTS = {
    "en": {"title": "Your renewal letter", "purpose": "We want it clear.\n\nMore."},
    "es": {"title": "Su carta de renovación", "purpose": "Queremos que sea clara."},
    "ar": {"title": "رسالة التجديد", "purpose": "نريدها واضحة."},
}


@pytest.fixture
def designer(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def survey(agency, **fields):
    values = {
        "state": "published",
        "languages_ready": list(TEXTS),
        "public_texts": TEXTS,
        "minutes": 4,
    }
    return make.activity(agency=agency, **values | fields)


def a_link(agency, **fields) -> InviteLink:
    partner = make.partner(agency=agency, name="Harbor Lane", languages=["es"])
    activity = survey(agency)
    return partners.make_link(
        activity.pk, **{"partner": partner, "label": "Front desk", "by": None} | fields
    )


def test_a_partner_is_added_changed_and_put_away(client, designer):
    data = {"name": "Harbor Lane", "serves": "Families", "languages": ["es", "ar"]}
    data["areas"] = "The harbor"

    answer = client.post(f"{LIST}new/", data)
    row = Partner.objects.within(designer.agency).get()
    client.post(f"{LIST}{row.pk}/edit/", data | {"name": "Harbor Lane House"})
    client.post(f"{LIST}{row.pk}/archive/")

    row.refresh_from_db()
    assert answer.headers["Location"] == f"{LIST}{row.pk}/"
    assert (row.name, row.languages, row.areas) == (
        "Harbor Lane House",
        ["es", "ar"],
        "The harbor",
    )
    assert row.name not in client.get(LIST).content.decode()
    assert row.name in client.get(LIST, {"show": "archived"}).content.decode()
    assert row.history.first().history_user == designer.user


def test_a_name_that_is_taken_is_refused_by_its_field(client, designer):
    make.partner(agency=designer.agency, name="Harbor Lane")

    page = client.post(f"{LIST}new/", {"name": " Harbor Lane "}).content.decode()

    assert "There is a partner of this name already." in page
    assert Partner.objects.count() == 1


def test_a_link_is_made_on_the_partners_page(client, designer):
    activity = survey(designer.agency)
    row = make.partner(agency=designer.agency)
    day = timezone.localdate() + timedelta(days=30)
    data = {"activity": activity.pk, "label": "Poster", "cap": "200", "ends_on": day}

    answer = client.post(f"{LIST}{row.pk}/", data)

    link = InviteLink.objects.get()
    assert answer.headers["Location"] == f"{LIST}link/{link.pk}/"
    assert (link.partner, link.activity, link.label, link.cap) == (
        row,
        activity,
        "Poster",
        200,
    )
    assert timezone.localdate(link.expires_at) == day


def test_a_day_that_is_over_is_refused_and_the_rest_is_kept(client, designer):
    row, activity = make.partner(agency=designer.agency), survey(designer.agency)
    day = timezone.localdate() - timedelta(days=1)
    data = {"activity": activity.pk, "label": "Poster", "ends_on": day}

    page = client.post(f"{LIST}{row.pk}/", data).content.decode()

    assert "choose a later day" in page
    assert 'value="Poster"' in page
    assert not InviteLink.objects.exists()


def test_the_links_page_has_address_code_and_counts(client, designer):
    link = a_link(designer.agency)
    InviteLink.objects.update(openings=41, starts=23, finishes=17)

    page = client.get(f"{LIST}link/{link.pk}/").content.decode()

    assert f"/i/{link.token}/" in page
    assert 'class="cx-qr"' in page
    for number in ("41", "23", "17"):
        assert f"<dd>{number}</dd>" in page


def test_the_short_code_stands_beside_the_picture(client, designer, settings):
    settings.BASE_URL = "https://ask.example.org"
    link = a_link(designer.agency)
    code = f"{link.short_code[:4]} {link.short_code[4:]}"

    page = client.get(f"{LIST}link/{link.pk}/").content.decode()

    assert f'type <bdi dir="ltr"><b>{code}</b></bdi>' in page
    assert "<b>ask.example.org/go</b>" in page


@pytest.mark.parametrize(
    ("kind", "content_type"), [("png", "image/png"), ("svg", "image/svg+xml")]
)
def test_the_code_can_be_downloaded(client, designer, kind, content_type):
    link = a_link(designer.agency, label='Desk "1"\r\nX: y')

    answer = client.get(f"{LIST}link/{link.pk}/qr.{kind}")

    assert answer.headers["Content-Type"] == content_type
    assert answer.headers["Content-Disposition"] == (
        f'attachment; filename="qr-desk-1-x-y.{kind}"'
    )


def test_ending_a_link_asks_first_and_keeps_the_answers(client, designer):
    link = a_link(designer.agency)
    url = f"{LIST}link/{link.pk}/revoke/"

    asked = client.get(url).content.decode()
    still_works = InviteLink.objects.get().works
    client.post(url)

    assert "Answers so far are kept" in asked
    assert (still_works, InviteLink.objects.get().works) == (True, False)


def test_a_link_that_has_ended_is_neither_printed_nor_opened(client, designer):
    link = a_link(designer.agency)
    flyer, opened = f"{LIST}link/{link.pk}/flyer/", "Open as people see it"

    before = client.get(f"{LIST}link/{link.pk}/").content.decode()
    client.post(f"{LIST}link/{link.pk}/revoke/")
    after = client.get(f"{LIST}link/{link.pk}/").content.decode()

    assert (flyer in before, opened in before) == (True, True)
    assert (flyer in after, opened in after) == (False, False)
    assert "make a new link" in after


def test_one_press_ends_a_link_and_another_one_opens_it_again(client, designer):
    link = a_link(designer.agency)
    row = f"{LIST}link/{link.pk}/"

    ended = client.post(f"{row}revoke/", follow=True).content.decode()
    gone = InviteLink.objects.get().works
    back = client.post(f"{row}again/", follow=True).content.decode()

    assert "If that was a mistake, press “Open it again”" in ended.replace("\n", " ")
    assert f'action="{row}again/"' in ended
    assert "with the same address, code and flyers" in back
    assert (gone, InviteLink.objects.get().works) == (False, True)


def test_a_personal_link_has_no_page(client, designer):
    participant = make.participant(study=make.study(agency=designer.agency))
    link = partners.personal_link(survey(designer.agency).pk, participant.pk)

    for end in ("", "qr.png", "revoke/", "flyer/", "print/"):
        assert client.get(f"{LIST}link/{link.pk}/{end}").status_code == 404


def doors(link: InviteLink) -> list[str]:
    partner, row = f"{LIST}{link.partner_id}/", f"{LIST}link/{link.pk}/"
    return [
        partner,
        f"{partner}edit/",
        row,
        f"{row}qr.png",
        f"{row}revoke/",
        f"{row}flyer/",
        f"{row}print/",
    ]


def test_another_agency_finds_nothing_and_a_stranger_signs_in_first(client, designer):
    theirs = a_link(make.agency())

    for url in doors(theirs):
        assert client.get(url).status_code == 404
        assert client.post(url).status_code == 404
    client.logout()
    for url in [LIST, f"{LIST}new/", *doors(theirs)]:
        assert client.get(url).status_code == 302


def test_a_viewer_looks_and_changes_nothing(client):
    viewer = make.member(role="viewer")
    client.force_login(viewer.user)
    link = a_link(viewer.agency)
    row = f"{LIST}link/{link.pk}/"

    for url in (LIST, f"{LIST}{link.partner_id}/", row, f"{row}flyer/"):
        assert client.get(url).status_code == 200
    for url in (f"{LIST}new/", f"{LIST}{link.partner_id}/edit/", f"{row}revoke/"):
        assert client.get(url).status_code == 403
    assert client.post(f"{LIST}{link.partner_id}/").status_code == 403
    assert client.post(f"{LIST}{link.partner_id}/archive/").status_code == 403
    assert InviteLink.objects.get().works


@pytest.mark.parametrize("number", [1, 3])
def test_the_pages_take_the_same_queries_for_any_number(
    client, designer, number, django_assert_num_queries
):
    first = a_link(designer.agency)
    for _ in range(number):
        partners.make_link(first.activity_id, partner=first.partner, by=None)
        make.partner(agency=designer.agency)
    client.get(LIST)

    with django_assert_num_queries(5):
        client.get(LIST)
    with django_assert_num_queries(16):
        client.get(f"{LIST}{first.partner_id}/")
