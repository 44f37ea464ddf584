"""A member translates what the agency says of itself, and people read it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from studies.agencies.models import Agency
from studies.wording.models import Translation
from studies.wording.translations import SourceText, place, translate
from tests import make

pytestmark = pytest.mark.django_db
LIST = reverse("agency-words")


@pytest.fixture
def agency(client):
    """An agency with a name and hours, and a translator of it who is signed in."""
    row = make.agency(name="Household Support", contact_hours="Monday, 9 to 5")
    client.force_login(make.member(agency=row, role="translator").user)
    return row


def address(agency: Agency, language: str = "es") -> str:
    return reverse("agency-words-in", args=[agency.slug, language])


def form(client, agency: Agency, **texts: str) -> dict[str, str]:
    """The page's form as a browser sends it, with these texts typed."""
    sent = {}
    for row in client.get(address(agency)).context["rows"]:
        field = row.place.rsplit(":", 1)[1]
        sent[f"seen-{row.place}"] = row.seen
        sent[f"text-{row.place}"] = texts.get(field, row.typed)
    return sent


def kept() -> dict[str, tuple[str, str]]:
    """{field: (text, state)} in Spanish."""
    rows = Translation.objects.filter(language="es")
    return {row.place.rsplit(":", 1)[1]: (row.text, row.state) for row in rows}


def test_the_list_says_how_many_texts_each_language_lacks(client, agency):
    source = SourceText(place(agency, "name"), agency.name)
    translate(source, "es", "Apoyo Familiar", agency=agency, by=None)

    tongues = client.get(LIST).context["tongues"]

    lacking = {tongue["code"]: tongue["open"] for tongue in tongues}
    assert lacking["es"] == 1
    assert lacking["ar"] == 2
    assert "en" not in lacking


def test_what_is_saved_is_what_people_read(client, agency):
    sent = form(client, agency, name="Apoyo Familiar")

    saved = client.post(address(agency), sent, follow=True)
    public = client.get(reverse("agency-privacy", args=[agency.slug]) + "?lang=es")

    assert "Saved. People read it within a minute." in saved.content.decode()
    assert kept() == {"name": ("Apoyo Familiar", "draft")}
    assert "Apoyo Familiar" in public.content.decode()


def test_a_text_is_ticked_as_read_over_and_emptied_again(client, agency):
    sent = form(client, agency, name="Apoyo Familiar", contact_hours="Lunes")
    client.post(address(agency), sent | {f"ok-{place(agency, 'name')}": "on"})
    both = kept()

    client.post(address(agency), form(client, agency, name="", contact_hours="Lunes"))

    assert both == {
        "name": ("Apoyo Familiar", "reviewed"),
        "contact_hours": ("Lunes", "draft"),
    }
    assert kept() == {"contact_hours": ("Lunes", "draft")}


def test_a_changed_source_asks_for_its_translation_again(client, agency):
    client.post(address(agency), form(client, agency, name="Apoyo Familiar"))
    Agency.objects.filter(pk=agency.pk).update(name="Family Support")

    rows = client.get(address(agency)).context["rows"]

    assert [(row.typed, row.state) for row in rows] == [
        ("Apoyo Familiar", "outdated"),
        ("", "missing"),
    ]


def test_what_somebody_else_saved_meanwhile_is_shown_and_kept(client, agency):
    sent = form(client, agency, name="Mine")
    source = SourceText(place(agency, "name"), agency.name)
    translate(source, "es", "Theirs", agency=agency, by=None)

    page = client.post(address(agency), sent).content.decode()

    assert kept() == {"name": ("Theirs", "draft")}
    assert "Theirs" in page
    assert "Mine" in page
    assert "Somebody else changed a text meanwhile." in page


@pytest.mark.parametrize("language", ["en", "xx"])
def test_its_own_language_and_unknown_ones_have_no_page(client, agency, language):
    assert client.get(address(agency, language)).status_code == 404


def test_another_agency_has_no_page_here(client, agency):
    assert client.get(address(make.agency())).status_code == 404


def test_who_may_not_translate_is_refused(client, agency):
    client.force_login(make.member(agency=agency, role="viewer").user)

    pages = [client.get(LIST), client.post(address(agency), {})]

    assert [page.status_code for page in pages] == [403, 403]


def test_the_menu_leads_there_for_whoever_translates(client, agency):
    page = client.get(LIST).content.decode()

    assert f'href="{LIST}"' in page
    assert "Agency in other languages" in page


def test_the_list_asks_once_however_many_languages_and_texts_there_are(
    client, agency, django_assert_num_queries
):
    client.get(LIST)
    with CaptureQueriesContext(connection) as few:
        client.get(LIST)
    asked = len(few)
    for language in ("es", "ar", "zh-hans"):
        client.post(address(agency, language), form(client, agency, name="Words"))

    with django_assert_num_queries(asked):
        client.get(LIST)
