"""Contact people of partners: sealed in the vault, each look and change in its log."""

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.partners.models import Partner, PartnerContact
from studies.people import access
from studies.people.models import AccessLog, Where

Act = AccessLog.Act


def read(partner: Partner, *, by: User) -> list[PartnerContact]:
    """Names and addresses in clear; that somebody looked is kept."""
    rows = list(partner.contacts.all())
    if rows:
        _note(Act.READ, partner, len(rows), by)
    return rows


@transaction.atomic
def add(
    partner_id: int,
    *,
    name: str,
    email: str = "",
    phone: str = "",
    language: str = "en",
    by: User | None,
) -> PartnerContact:
    partner = Partner.objects.select_for_update().get(pk=partner_id)
    row = PartnerContact(partner=partner)
    return _save(row, name, email, phone, language, Act.ADDED, by)


@transaction.atomic
def change(
    contact_id: int,
    *,
    name: str,
    email: str,
    phone: str,
    language: str,
    by: User | None,
) -> PartnerContact:
    """`by` is nobody where they change it themselves, on their own page."""
    row = PartnerContact.objects.select_related("partner__agency").get(pk=contact_id)
    Partner.objects.select_for_update().get(pk=row.partner_id)
    return _save(row, name, email, phone, language, Act.CHANGED, by)


@transaction.atomic
def remove(contact_id: int, *, by: User) -> None:
    """Erased for good; what they accepted stays, with the name that they typed."""
    row = PartnerContact.objects.filter(pk=contact_id).select_related("partner").first()
    if row is None:
        return
    row.delete()
    _note(Act.ERASED, row.partner, 1, by)


@transaction.atomic
def seal_old() -> int:
    """Seal names that a web process of an earlier release wrote in clear; how many.

    During an upgrade such a process works on for a while. Repeating it finds nothing.
    """
    named = Partner.objects.select_for_update().exclude(contact_name="")
    for partner in named:
        if partner.contact_name not in {row.name for row in partner.contacts.all()}:
            PartnerContact.objects.create(partner=partner, name=partner.contact_name)
    ids = [partner.pk for partner in named]
    Partner.objects.filter(pk__in=ids).update(contact_name="")
    Partner.history.exclude(contact_name="").update(contact_name="")
    return len(ids)


def _save(
    row: PartnerContact,
    name: str,
    email: str,
    phone: str,
    language: str,
    act: str,
    by: User | None,
) -> PartnerContact:
    email = email.strip()
    others = row.partner.contacts.exclude(pk=row.pk)
    if others.at_address(email).exists():
        raise Refusal(
            _("Nothing was saved. Another contact person here has this address."),
            code="address_taken",
        )
    row.name, row.email, row.phone = name.strip(), email, phone.strip()
    row.language = language
    row.save()
    _note(act, row.partner, 1, by)
    return row


def _note(act: str, partner: Partner, people: int, by: User | None) -> None:
    access.log(act, agency=partner.agency, by=by, people=people, about=Where.PARTNER)
