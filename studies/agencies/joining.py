"""How people come into an agency: invited by e-mail, by a link that works once."""

import logging
from datetime import timedelta
from secrets import token_hex

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio import wake
from cxstudio.posting import Left, hand_over
from cxstudio.refusal import Refusal
from studies.agencies import emails
from studies.agencies.models import Agency, Invitation, Member, User
from studies.agencies.models.access import hash_token, join_token
from studies.agencies.permissions import Role

log = logging.getLogger(__name__)

WORKS_FOR = timedelta(days=7)


@transaction.atomic
def invite(
    agency_id: int,
    *,
    email: str,
    role: Role,
    by: User | None,
    makes_operator: bool = False,
) -> Invitation:
    """Make a link for one address and have it mailed; one open link per address."""
    agency = Agency.objects.select_for_update().get(pk=agency_id)
    email = email.strip().lower()
    _refuse_if_here(agency, email)
    # One that ran out makes room for the new one.
    pending = agency.invitations.filter(email=email, accepted_at=None, revoked_at=None)
    pending.update(revoked_at=timezone.now())
    invitation = Invitation.objects.create(
        agency=agency,
        email=email,
        role=role,
        invited_by=by,
        makes_operator=makes_operator,
        token_hash=token_hex(32),  # until the row has the number that its link needs
        expires_at=timezone.now() + WORKS_FOR,
    )
    invitation.token_hash = hash_token(join_token(invitation.pk))
    invitation.save(update_fields=["token_hash"])
    wake.on_commit("agencies.mail_invitation", invitation.pk)
    return invitation


def _refuse_if_here(agency: Agency, email: str) -> None:
    if Member.objects.active().within(agency).filter(user__email=email).exists():
        raise Refusal(
            _("%(email)s is a member already.") % {"email": email},
            code="member_already",
        )
    if agency.invitations.open().filter(email=email).exists():
        raise Refusal(
            _("%(email)s has an open invitation. Take it back to send a new one.")
            % {"email": email},
            code="invited_already",
        )


def mail(invitation_id: int) -> bool:
    """Send one invitation; a second call or worker finds nothing to claim."""
    row = Invitation.objects.filter(pk=invitation_id)
    if not row.open().unsent().update(sent_at=timezone.now()):
        return False
    invitation = row.select_related("agency", "invited_by").get()
    left = hand_over(emails.invitation(invitation))
    if left.may_go_again:  # beat offers it again
        row.update(sent_at=None)
        log.warning("invitation_mail_waits", extra={"invitation": invitation_id})
        return False
    if left != Left.YES:  # the members page shows the link instead
        told = {"invitation": invitation_id, "left": left}
        log.warning("invitation_mail_unsure", extra=told)
    return not left.is_refusal


def find_open(token: str) -> Invitation | None:
    """The invitation behind a link that still works."""
    rows = Invitation.objects.open().filter(token_hash=hash_token(token))
    return rows.select_related("agency").first()


@transaction.atomic
def revoke(invitation_id: int, *, by: User) -> bool:
    """Make an open link stop working. A used or stopped one stays as it is."""
    rows = Invitation.objects.filter(pk=invitation_id).open()
    return bool(rows.update(revoked_at=timezone.now()))


@transaction.atomic
def accept(invitation_id: int, *, by: User) -> Member:
    """Join with an account; the link is used up, whoever else may hold it."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation_id)
    if not Invitation.objects.open().filter(pk=invitation.pk).exists():
        raise Refusal(_("This link does not work any more."), code="link_closed")
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    if invitation.makes_operator:
        User.objects.filter(pk=by.pk).update(is_operator=True)
    member = Member.objects.filter(agency=invitation.agency, user=by).first()
    if member is None:
        member = Member(agency=invitation.agency, user=by)
    elif member.ended_at is None:
        return member  # here already: the role stays
    member.role, member.ended_at, member._history_user = invitation.role, None, by
    member.save()
    return member


@transaction.atomic
def accept_as_newcomer(invitation_id: int, *, name: str, password: str) -> Member:
    """Make the account for the invited address, which the mail has proved, and join."""
    # Locked, so that a double click makes one account.
    email = Invitation.objects.select_for_update().get(pk=invitation_id).email
    if User.objects.filter(email=email).exists():
        raise Refusal(
            _("You have an account. Sign in, then open the link again."),
            code="has_account",
        )
    user = User.objects.create_user(email, password, name=name)
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return accept(invitation_id, by=user)
