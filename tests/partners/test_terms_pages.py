from datetime import timedelta

import pytest

from studies.partners import actions as partners
from studies.partners import many_links, partnerships, sites
from studies.partners.models import InviteLink, Partnership
from studies.people.models import AccessLog
from tests import make
from tests.today import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ten_o_clock")]
LIST = "/studio/partners/"


@pytest.fixture
def designer(client):
    member = make.member(role="designer")
    client.force_login(member.user)
    return member


def partner_of(member, **fields):
    return make.partner(agency=member.agency, languages=["en", "es"], **fields)


def the_terms(**fields) -> dict:
    values = {
        "act": "offer",
        "hours": 6,
        "from_on": TODAY,
        "until_on": TODAY + timedelta(days=30),
        "purpose_en": "A clear letter.",
        "pay_en": "$300 for the house.",
        "purpose_es": "Una carta clara.",
        "pay_es": "$300 para la casa.",
    }
    return values | fields


def test_terms_are_offered_in_each_language_of_the_partner(client, designer):
    partner, study = partner_of(designer), make.study(agency=designer.agency)
    page = f"{LIST}{partner.pk}/study/{study.slug}/"

    chosen = client.get(f"{LIST}{partner.pk}/study/", {"study": study.slug})
    answer = client.post(page, the_terms())

    terms = Partnership.objects.get().newest
    assert (chosen.headers["Location"], answer.headers["Location"]) == (page, page)
    assert (terms.hours, terms.offered_by) == (6, designer.user)
    assert terms.words == {
        "en": {"purpose": "A clear letter.", "pay": "$300 for the house."},
        "es": {"purpose": "Una carta clara.", "pay": "$300 para la casa."},
    }
    assert "waiting for their yes" in client.get(page).content.decode()


def test_a_last_day_in_the_past_is_said_at_its_field_and_the_words_are_kept(
    client, designer
):
    partner, study = partner_of(designer), make.study(agency=designer.agency)
    days = {"from_on": TODAY - timedelta(9), "until_on": TODAY - timedelta(1)}

    page = client.post(
        f"{LIST}{partner.pk}/study/{study.slug}/", the_terms(**days)
    ).content.decode()

    assert "The last day is over: choose a later one." in page
    assert "Una carta clara." in page
    assert not Partnership.objects.exists()


def accepted(member) -> Partnership:
    study = make.study(agency=member.agency)
    row = partnerships.offer(
        partner_of(member).pk,
        study.pk,
        partnerships.Offer(6, {"en": {"purpose": "P.", "pay": ""}}, "en", TODAY, TODAY),
        by=member.user,
    )
    partnerships.accept(row.newest.pk, name="Luz Prado", language="es", contact=None)
    return row


def test_who_accepted_is_shown_to_who_may_read_and_asks_and_the_look_is_kept(
    client, designer
):
    row = accepted(designer)
    page = f"{LIST}{row.partner_id}/study/{row.study.slug}/"

    locked = client.get(page).content.decode()
    seen = client.get(f"{page}?contacts=1").content.decode()
    looks = list(AccessLog.objects.values_list("act", "about"))
    client.force_login(make.member(agency=designer.agency, role="viewer").user)
    hidden = client.get(f"{page}?contacts=1").content.decode()

    assert ["Luz Prado" in one for one in (locked, seen, hidden)] == [
        False,
        True,
        False,
    ]
    assert looks == [("read", "contact people of a partner")]
    assert AccessLog.objects.count() == 1


def test_a_partnership_is_ended_on_its_page(client, designer):
    row = accepted(designer)
    page = f"{LIST}{row.partner_id}/study/{row.study.slug}/"

    text = client.post(page, {"act": "end"}, follow=True).content.decode()

    assert "To go on, offer terms again." in text
    assert Partnership.objects.get().ended_at


def test_a_viewer_offers_and_ends_nothing(client):
    viewer = make.member(role="viewer")
    row = accepted(viewer)
    client.force_login(viewer.user)
    page = f"{LIST}{row.partner_id}/study/{row.study.slug}/"

    statuses = [
        client.get(page).status_code,
        client.post(page, {"act": "end"}).status_code,
        client.get(f"{LIST}{row.partner_id}/contacts/").status_code,
        client.post(f"{LIST}{row.partner_id}/places/", {"name": "A"}).status_code,
        client.get(f"{LIST}{row.partner_id}/links/new/").status_code,
    ]

    assert statuses == [200, 403, 403, 403, 403]


def test_contact_people_are_added_changed_and_erased(client, designer):
    partner = partner_of(designer)
    page = f"{LIST}{partner.pk}/contacts/"
    luz = {"name": "Luz Prado", "email": "luz@example.org", "language": "es"}

    client.post(page, luz)
    taken = client.post(page, luz | {"name": "Ana"}).content.decode()
    row = partner.contacts.get()
    client.post(f"{page}{row.pk}/", luz | {"phone": "555-0111"})
    listed = client.get(page).content.decode()
    counted = client.get(f"{LIST}{partner.pk}/").content.decode()
    client.post(f"{page}{row.pk}/", {"act": "remove"})

    assert "Another contact person here has this address." in taken
    assert "555-0111" in listed
    assert ("1 contact person." in counted, "Luz" in counted) == (True, False)
    assert not partner.contacts.exists()


def test_places_are_added_and_put_away_on_the_partners_page(client, designer):
    partner = partner_of(designer)
    page = f"{LIST}{partner.pk}/places/"

    client.post(page, {"name": "Front desk"})
    client.post(page, {"name": " "})
    place = partner.sites.get()
    client.post(page, {"archive": place.pk})

    assert client.post(page, {"archive": "x"}).status_code == 404
    assert (place.name, list(partner.sites.current())) == ("Front desk", [])


def test_a_place_has_a_name_for_readers_of_each_language(client, designer):
    partner = partner_of(designer)
    desk, other = (sites.add(partner.pk, name=n, by=None) for n in ("Desk", "Clinic"))
    page = f"{LIST}{partner.pk}/places/{desk.pk}/"

    taken = client.post(page, {"name": other.name}).content.decode()
    client.post(page, {"name": "Desk", "name_es": " Recepción ", "name_ar": " "})
    again = client.get(page).content.decode()

    desk.refresh_from_db()
    assert "Another place of this partner has this name." in taken
    assert (desk.name, desk.names) == ("Desk", {"es": "Recepción"})
    assert 'value="Recepción"' in again
    assert (
        "Names in other languages"
        in client.get(f"{LIST}{partner.pk}/").content.decode()
    )


@pytest.mark.parametrize(
    ("language", "read"),
    [("es", ("Recepción", "")), ("ar", ("Desk", "en")), ("en", ("Desk", ""))],
)
def test_where_a_place_has_no_name_in_a_language_the_teams_own_stands(language, read):
    place = make.partner().sites.create(name="Desk", names={"es": "Recepción"})

    assert place.name_in(language) == read


def test_many_links_and_a_screen_for_each_place_are_made_in_one_go(client, designer):
    partner = partner_of(designer)
    activity = make.activity(agency=designer.agency, languages_ready=["en", "es"])
    places = [sites.add(partner.pk, name=n, by=None).pk for n in ("Desk", "Clinic")]
    data = {"activity": activity.pk, "sites": places, "languages": ["en", "es"]}
    data |= {"channels": ["flyer"], "kiosks": "on"}

    for _ in range(2):
        client.post(f"{LIST}{partner.pk}/links/new/", data)

    kinds = InviteLink.objects.values_list("is_kiosk", flat=True)
    assert sorted(kinds) == [False] * 4 + [True] * 2
    assert len(set(InviteLink.objects.values_list("short_code"))) == 6


def test_screens_without_places_and_groups_of_another_study_are_refused(
    client, designer
):
    partner = partner_of(designer)
    sites.add(partner.pk, name="Desk", by=None)
    activity = make.open_activity(agency=designer.agency)
    group = make.segment(study=make.study(agency=designer.agency))
    past = TODAY - timedelta(days=1)
    page = f"{LIST}{partner.pk}/links/new/"
    asked = {"activity": activity.pk}

    texts = [
        client.post(page, asked | wrong).content.decode()
        for wrong in ({"kiosks": "on"}, {"segment": group.pk}, {"ends_on": past})
    ]

    assert "Choose the places of the screens." in texts[0]
    assert "This group belongs to another study." in texts[1]
    assert "It would end before it starts: choose a later day." in texts[2]
    assert not InviteLink.objects.exists()


def test_the_list_of_links_is_narrowed_and_paged(client, designer):
    partner = partner_of(designer)
    activity = make.activity(agency=designer.agency)
    many_links.make(
        activity.pk, partner, languages=["en", "es"], channels=["flyer"], by=None
    )
    page = f"{LIST}{partner.pk}/"

    spanish = client.get(page, {"language": "es"}).content.decode()
    none = client.get(page, {"channel": "poster"}).content.decode()
    nonsense = client.get(page, {"site": "x", "page": "99"}).content.decode()

    assert ("Spanish · flyer" in spanish, "English · flyer" in spanish) == (True, False)
    assert "No link fits." in none
    assert "Spanish · flyer" in nonsense


def test_partners_are_found_by_name_and_by_whom_they_serve(client, designer):
    partner_of(designer, name="Harbor Lane", serves="Families")
    partner_of(designer, name="Cedar Street", serves="Caregivers")

    found = client.get(LIST, {"name": "famil"}).content.decode()

    assert ("Harbor Lane" in found, "Cedar Street" in found) == (True, False)
    assert "No partner fits." in client.get(LIST, {"name": "x"}).content.decode()


def test_a_link_of_a_partnership_that_is_over_says_so(client, designer):
    activity = make.open_activity(agency=designer.agency)
    link = partners.make_link(activity.pk, partner=partner_of(designer), by=None)
    partnerships.end(Partnership.objects.get().pk, by=designer.user)

    page = client.get(f"{LIST}link/{link.pk}/").content.decode()

    assert "partnership over" in page
    assert "the partnership in this study is over." in page
