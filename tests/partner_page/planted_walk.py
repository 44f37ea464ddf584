"""A contact person walks a partner's page, for the sweep that looks for planted ones."""

from django.core import mail

from studies.partner_page import codes
from studies.partner_page.models import PartnerPage
from studies.partners.models import PartnerContact, PartnershipTerms
from tests.partner_page.pages import home


def is_a_contact(walk, name: str, address: str, phone: str) -> None:
    """Added in the studio, then a code by mail, a yes, a problem told, and changed."""
    at = home(accepted=False, agency=walk.member.agency)
    contact = {"name": name, "email": address, "phone": phone, "language": "en"}
    studio = f"/studio/partners/{at.partner.pk}/"
    walk.post(f"{studio}contacts/", contact | {"email": "not one"})
    walk.post(f"{studio}contacts/", contact)
    row = PartnerContact.objects.order_by("pk").last()
    for text in (address, f"{address}x"):
        asked = walk.post(f"{at.address}accept/", {"act": "ask", "email": text})
    code = at.page.codes.get(contact=row)
    codes.mail_due()
    assert mail.outbox[-1].to == [address]
    walk.get(asked.headers["Location"])
    typed = {"act": "check", "asked": code.pk, "code": codes.spelled(code.pk)}
    walk.post(f"{at.address}accept/", typed | {"code": name})
    walk.post(f"{at.address}accept/", typed)
    terms = PartnershipTerms.objects.get(partnership=at.partnership)
    walk.post(f"{at.address}accept/", {"terms": terms.pk, "name": name})
    walk.post(f"{at.address}problem/", {"text": f"{name} of {address}, {phone}"})
    walk.get(f"{at.address}contact/")
    walk.post(f"{at.address}contact/", contact)
    for end in ("", "contacts/", f"contacts/{row.pk}/", "page/"):
        walk.get(f"{studio}{end}")
    walk.get(f"{studio}study/{at.partnership.study.slug}/")
    terms.refresh_from_db()
    assert terms.accepted_by == name
    assert PartnerPage.objects.get().partner.problems.get().contact == row
