import importlib

import pytest
from django.apps import apps
from django.db import connection

from cxstudio.refusal import Refusal
from studies.partners import contacts
from studies.partners.models import Partner, PartnerContact
from studies.people.models import AccessLog
from tests import make

pytestmark = pytest.mark.django_db


def luz(partner: Partner, **fields) -> PartnerContact:
    values = {"name": "Luz Prado", "email": "luz@harborlane.example.org", "by": None}
    return contacts.add(partner.pk, **values | fields)


def log() -> list[tuple[str, int, str]]:
    return list(AccessLog.objects.order_by("pk").values_list("act", "people", "about"))


def test_a_contact_is_sealed_and_each_look_and_change_is_kept():
    partner, about = make.partner(), "contact people of a partner"

    row = luz(partner)
    contacts.change(
        row.pk, name="Luz P.", email=row.email, phone="", language="es", by=None
    )
    [read] = contacts.read(partner, by=make.user())
    for _ in range(2):
        contacts.remove(row.pk, by=make.user())

    assert (read.name, read.email, read.language) == (
        "Luz P.",
        "luz@harborlane.example.org",
        "es",
    )
    assert log() == [
        ("added", 1, about),
        ("changed", 1, about),
        ("read", 1, about),
        ("erased", 1, about),
    ]
    assert contacts.read(partner, by=make.user()) == []


def test_the_table_holds_neither_name_nor_address_in_clear():
    luz(make.partner())

    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM studies_partnercontact")
        kept = b" ".join(
            bytes(cell) if isinstance(cell, memoryview) else str(cell).encode()
            for cell in cursor.fetchone()
        )

    assert b"Luz" not in kept
    assert b"example.org" not in kept


def test_one_address_stands_once_for_a_partner_and_may_stand_for_another():
    partner = make.partner()
    luz(partner)
    luz(make.partner())

    with pytest.raises(Refusal) as refused:
        luz(partner, name="Ana", email=" LUZ@harborlane.example.org ")

    assert refused.value.code == "address_taken"
    assert partner.contacts.count() == 1


def test_contacts_without_an_address_are_never_found_by_none():
    partner = make.partner()
    luz(partner, email="")
    luz(partner, email="", name="Ana")

    assert list(partner.contacts.at_address("")) == []


def test_names_that_stood_in_the_clear_are_sealed_when_the_product_is_brought_up():
    named = make.partner(contact_name="Luz Prado")
    named.save()
    migration = "studies.migrations.0022_partner_terms_places_contacts"

    importlib.import_module(migration).seal_contact_names(apps, None)

    assert [row.name for row in named.contacts.all()] == ["Luz Prado"]
    assert set(Partner.objects.values_list("contact_name", flat=True)) == {""}
    assert set(named.history.values_list("contact_name", flat=True)) == {""}


def test_a_name_that_an_old_web_process_wrote_in_clear_is_sealed():
    new, known = make.partner(), make.partner(agency=make.agency())
    contacts.add(known.pk, name="Tom Adeyinka", by=None)
    for row, name in ((new, "Luz Prado"), (known, "Tom Adeyinka")):
        row.contact_name = name
        row.save()

    sealed = [contacts.seal_old() for _twice in range(2)]

    assert sealed == [2, 0]
    assert [row.name for row in PartnerContact.objects.order_by("pk")] == [
        "Tom Adeyinka",
        "Luz Prado",
    ]
    for rows in (Partner.objects, Partner.history):
        assert set(rows.values_list("contact_name", flat=True)) == {""}
