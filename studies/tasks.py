from studies.agencies.tasks import mail_invitation, mail_invitations
from studies.outreach.tasks import deliver_due
from studies.partners.tasks import store_openings

__all__ = [
    "deliver_due",
    "mail_invitation",
    "mail_invitations",
    "store_openings",
]
