import pytest
from django.db import connection
from django.test import Client

from studies.partner_page import codes, own_links
from studies.partner_page.models import PartnerProblem
from studies.partners import partnerships
from studies.partners.models import InviteLink, PartnershipTerms
from studies.people.models import AccessLog
from tests import make
from tests.partner_page.pages import MAIL, comes_in, home, offer

pytestmark = pytest.mark.django_db
DOORS = ("accept/", "link/", "problem/", "contact/")


def test_to_look_is_free_and_to_act_needs_a_code(client):
    at = home(accepted=False)

    pages = [client.get(f"{at.address}{door}").content.decode() for door in DOORS]
    client.post(f"{at.address}accept/", {"name": "Eve", "terms": "1"})
    client.post(f"{at.address}problem/", {"text": "Let me in."})

    assert all("First, a code by e-mail" in page for page in pages)
    assert not PartnershipTerms.objects.exclude(accepted_at=None).exists()
    assert not PartnerProblem.objects.exists()


def test_terms_are_accepted_with_a_typed_name_in_the_language_of_the_page(client):
    at = home(accepted=False, language="es")
    comes_in(client, at)
    page = client.get(f"{at.address}accept/").content.decode()
    terms = at.partnership.newest

    answer = client.post(
        f"{at.address}accept/", {"terms": terms.pk, "name": "Luz Prado"}
    )
    again = client.post(f"{at.address}accept/", {"terms": terms.pk, "name": "Ana"})

    terms.refresh_from_db()
    assert f'value="{terms.pk}"' in page
    assert answer.headers["Location"] == f"{at.address}?said=accepted&lang=es"
    assert again.status_code == 302
    assert (terms.accepted_by, terms.accepted_language, terms.contact) == (
        "Luz Prado",
        "es",
        at.contact,
    )
    assert "$300 para la casa." in terms.accepted_text


def test_terms_that_changed_while_they_were_read_are_shown_anew(client):
    at = home(accepted=False)
    comes_in(client, at)
    read = at.partnership.newest
    study = at.partnership.study_id
    partnerships.offer(at.partner.pk, study, offer(hours=12), by=make.user())

    page = client.post(f"{at.address}accept/", {"terms": read.pk, "name": "Luz"})

    text = page.content.decode()
    assert "The terms changed while you read them" in text
    assert "About 12 hours of your time in all." in text
    assert not PartnershipTerms.objects.exclude(accepted_at=None).exists()


def test_an_empty_name_is_said_at_its_field(client):
    at = home(accepted=False)
    comes_in(client, at)

    page = client.post(f"{at.address}accept/", {"terms": at.partnership.newest.pk})

    assert "error-summary" in page.content.decode()


def test_a_partner_makes_a_link_for_a_place_and_the_same_again_is_the_same(client):
    at = home()
    place = at.partner.sites.create(name="Front desk")
    comes_in(client, at, "link/")
    data = {"activity": at.link.activity_id, "channel": "flyer", "language": "es"}

    for _ in range(2):
        client.post(f"{at.address}link/", data | {"site": place.pk})

    link = InviteLink.objects.exclude(pk=at.link.pk).get()
    page = client.get(f"{at.address}?said=linked").content.decode()
    assert str(link) == "Front desk · Spanish · flyer"
    assert "The link is here, and works from now on." in page
    assert link.token in page


def test_a_partner_reads_its_places_in_its_own_language(client):
    at = home()
    at.partner.sites.create(name="Front desk", names={"es": "Recepción"})
    at.partner.sites.create(name="Clinic")
    comes_in(client, at, "link/")
    form = client.get(f"{at.address}link/?lang=es").content.decode()
    InviteLink.objects.update(site=at.partner.sites.get(name="Front desk"))

    page = client.get(f"{at.address}?lang=es").content.decode()

    assert 'dir="auto">Recepción</option>' in form
    assert 'lang="en" dir="auto">Clinic</option>' in form
    assert "<bdi>Recepción</bdi>" in page
    assert "Front desk" not in page


def test_no_link_is_made_before_the_yes_nor_past_the_most(client, monkeypatch):
    early, full = home(accepted=False), home()
    monkeypatch.setattr(own_links, "MOST", 1)
    texts = []
    for at in (early, full):
        visitor = Client()
        comes_in(visitor, at, "link/")
        data = {"activity": at.link.activity_id, "channel": "flyer"}
        texts.append(visitor.post(f"{at.address}link/", data).content.decode())

    assert "Accept the terms first." in texts[0]
    assert "You have 1, which is the most." in texts[1]
    assert InviteLink.objects.count() == 2


def test_another_partners_place_and_survey_can_not_be_chosen(client):
    at, other = home(), home()
    place = other.partner.sites.create(name="Theirs")
    at.partner.sites.create(name="Ours")
    comes_in(client, at, "link/")

    page = client.post(
        f"{at.address}link/",
        {"activity": other.link.activity_id, "channel": "flyer", "site": place.pk},
    ).content.decode()

    assert page.count("usa-error-message") == 2
    assert InviteLink.objects.count() == 2


def test_a_problem_reaches_the_team_sealed(client):
    at = home()
    comes_in(client, at, "problem/")

    client.post(f"{at.address}problem/", {"text": "Ana Ruiz felt pushed."})

    row = PartnerProblem.objects.get()
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM studies_partnerproblem")
        kept = bytes(cursor.fetchone()[0])
    assert (row.text, row.contact, row.partner) == (
        "Ana Ruiz felt pushed.",
        at.contact,
        at.partner,
    )
    assert b"Ana" not in kept


def test_a_contact_changes_their_own_address_and_codes_go_there(client):
    at = home()
    comes_in(client, at, "contact/")
    data = {"name": "Luz P.", "email": "luz.new@example.org", "language": "en"}

    seen = client.get(f"{at.address}contact/").content.decode()
    without = client.post(f"{at.address}contact/", data | {"email": ""})
    client.post(f"{at.address}contact/", data)

    at.contact.refresh_from_db()
    log = AccessLog.objects.order_by("pk").last()
    assert MAIL in seen
    assert "error-summary" in without.content.decode()
    assert (at.contact.name, at.contact.email) == ("Luz P.", "luz.new@example.org")
    assert (log.act, log.by) == ("changed", None)
    assert codes.ask(at.page.pk, "luz.new@example.org").contact == at.contact
    assert codes.ask(at.page.pk, MAIL).contact is None


def test_whoever_is_no_contact_any_more_needs_a_new_code(client):
    at = home()
    comes_in(client, at, "problem/")
    at.contact.delete()

    page = client.get(f"{at.address}problem/").content.decode()

    assert "First, a code by e-mail" in page


def test_a_wrong_code_is_said_at_its_field(client):
    at = home()
    row = codes.ask(at.page.pk, MAIL)

    page = client.post(
        f"{at.address}problem/",
        {"act": "check", "asked": str(row.pk), "code": "3333 3333"},
    ).content.decode()

    assert "This code does not work, or it is over." in page
    assert f'value="{row.pk}"' in page
