import pytest
from django.urls import reverse

from studies.wording.translations import SourceText, place, translate
from tests import make
from tests.answering.person import fields

pytestmark = pytest.mark.django_db


def demo_member(**fields):
    user = make.user(email="dana@household.example.org", name="Dana W", is_demo=True)
    return make.member(user=user, **fields)


def test_without_an_agency_the_home_page_says_what_to_do(client):
    page = client.get("/").content.decode()

    assert "manage.py create_agency" in page


def test_the_home_page_says_what_this_is_and_where_to_sign_in(client):
    make.agency()

    page = client.get("/").content.decode()

    assert reverse("account_login") in page
    assert "create_agency" not in page
    assert "Try the demo" not in page


def test_whoever_is_signed_in_finds_the_studio(client):
    client.force_login(make.member().user)

    assert f'href="{reverse("admin:index")}"' in client.get("/").content.decode()


def test_a_visitor_of_the_demo_enters_with_one_click(client):
    member = demo_member(role="administrator")
    page = client.get("/").content.decode()
    assert "Enter as Dana, designer" in page
    assert 'action="/demo/enter/dana/"' in page

    response = client.post("/demo/enter/dana/")

    assert response["location"] == reverse("admin:index")
    page = client.get(reverse("archived-list"))
    assert page.context["present_agency"] == member.agency


def test_without_a_demo_nobody_enters_without_a_password(client, settings):
    demo_member()
    settings.DEMO = False

    page = client.get("/").content.decode()

    assert "Enter as" not in page
    assert client.post("/demo/enter/dana/").status_code == 404
    assert "_auth_user_id" not in client.session


def test_a_real_account_is_never_entered_by_the_demos_button(client):
    make.member(user=make.user(email="nora@example.org"))

    assert client.post("/demo/enter/nora/").status_code == 404
    assert client.post("/demo/enter/nobody/").status_code == 404


def test_a_link_alone_enters_nobody(client):
    demo_member()

    assert client.get("/demo/enter/dana/").status_code == 405


@pytest.mark.parametrize(
    "name, field",
    [
        ("agency-privacy", "privacy_notice"),
        ("agency-accessibility", "accessibility_statement"),
    ],
)
def test_an_agencys_text_is_read_in_the_readers_language(client, name, field):
    agency = make.agency(**{field: "We keep little."})
    source = SourceText(place(agency, field), "We keep little.")
    translate(source, "es", "Guardamos poco.", agency=agency, by=None)
    address = reverse(name, args=[agency.slug])

    assert "We keep little." in client.get(address).content.decode()
    assert "Guardamos poco." in client.get(f"{address}?lang=es").content.decode()


def test_saving_the_agency_page_outdates_no_translation(client):
    agency = make.agency(privacy_notice="We keep little.\n\nAsk us.")
    source = SourceText(place(agency, "privacy_notice"), agency.privacy_notice)
    translate(source, "es", "Guardamos poco.", agency=agency, by=None)
    client.force_login(make.member(agency=agency, role="administrator").user)
    change = reverse("admin:studies_agency_change", args=[agency.pk])
    sent = fields(client.get(change)).hidden
    sent |= {
        "name": agency.name,
        "time_zone": "America/Chicago",
        "payment_years": agency.payment_years,
        "contact_hours": "9 to 5",
        "privacy_notice": agency.privacy_notice.replace("\n", "\r\n"),
        **make.writing_rules(),
    }

    saved = client.post(change, sent)

    agency.refresh_from_db()
    shown = client.get(f"{agency.privacy_url}?lang=es").content.decode()
    assert (saved.status_code, agency.contact_hours) == (302, "9 to 5")
    assert agency.privacy_notice == "We keep little.\n\nAsk us."
    assert "Guardamos poco." in shown


def test_a_text_that_is_not_translated_says_its_own_language(client):
    agency = make.agency(privacy_notice="We keep little.")

    page = client.get(f"{agency.privacy_url}?lang=ar").content.decode()

    assert '<html lang="ar" dir="rtl">' in page
    assert 'lang="en" dir="ltr"><p>We keep little.</p>' in page


def test_an_agency_without_texts_still_tells_people_their_rights(client):
    agency = make.agency(contact_phone="555-0142")

    privacy = client.get(agency.privacy_url).content.decode()
    accessibility = client.get(agency.accessibility_url).content.decode()

    assert "With it you can take your answers back." in privacy
    assert 'href="tel:555-0142"' in accessibility


@pytest.mark.parametrize("name", ["agency-privacy", "agency-accessibility"])
def test_an_unknown_agency_has_no_pages(client, name):
    assert client.get(reverse(name, args=["nobody"])).status_code == 404
