from email.utils import formataddr

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from studies.outreach.emails import sender_address
from studies.partner_page.models import PageCode
from studies.wording.agency_face import face
from studies.wording.spelled_codes import in_groups


def code(row: PageCode, spelled: str) -> EmailMessage:
    """The code for a contact person, as they read the page; no link to be clicked."""
    contact, partner = row.contact, row.page.partner
    language = row.language or contact.language
    with translation.override(language):
        words = {
            "code": in_groups(spelled, " "),
            "partner": partner.name,
            "agency": face(partner.agency, language),
        }
        sender = " ".join(words["agency"]["name"].split())
        return EmailMessage(
            subject=_("Your code: %(code)s") % words,
            body=render_to_string("partner_page/mail/code.txt", words),
            from_email=formataddr((sender, sender_address())),
            to=[contact.email],
        )
