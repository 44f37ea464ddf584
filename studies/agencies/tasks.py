from celery import shared_task

from studies.agencies import joining
from studies.agencies.models import Invitation


@shared_task(name="agencies.mail_invitation")
def mail_invitation(invitation_id: str) -> None:
    joining.mail(int(invitation_id))


@shared_task(name="agencies.mail_invitations")
def mail_invitations() -> None:
    """Offer again what a lost message or an absent mail server left waiting."""
    waiting = Invitation.objects.open().unsent().order_by("pk")
    for invitation_id in waiting.values_list("pk", flat=True):
        joining.mail(invitation_id)
