from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from studies.agencies.models import Invitation


def invitation(row: Invitation) -> EmailMessage:
    """Ask somebody to join an agency, in the language of whoever invites."""
    inviter = row.invited_by
    with translation.override(inviter.language if inviter else "en"):
        return EmailMessage(
            subject=_("Join %(agency)s in CX Studio") % {"agency": row.agency.name},
            body=render_to_string("agencies/mail/invitation.txt", {"invitation": row}),
            to=[row.email],
        )
