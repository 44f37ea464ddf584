"""Changes to who works for an agency. There is always one administrator."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, Member, User
from studies.agencies.permissions import Role


@transaction.atomic
def change_role(member_id: int, *, role: Role, by: User) -> Member:
    """Give a member another role, unless the agency would lose its administrator."""
    member = _locked(member_id)
    if role != Role.ADMINISTRATOR:
        _keep_an_administrator(member)
    return _save(member, by, role=role)


@transaction.atomic
def end(member_id: int, *, by: User) -> Member:
    """Close the agency to a member; what they did here stays, and so does the row."""
    member = _locked(member_id)
    if member.ended_at is not None:
        return member
    _keep_an_administrator(member)
    return _save(member, by, ended_at=timezone.now())


@transaction.atomic
def bring_back(member_id: int, *, by: User) -> Member:
    """Open the agency again to somebody who had left, in the role they had."""
    member = _locked(member_id)
    return _save(member, by, ended_at=None) if member.ended_at else member


def _locked(member_id: int) -> Member:
    """The member, with the agency locked so that two cannot both be the last to go."""
    member = Member.objects.select_related("user").get(pk=member_id)
    Agency.objects.select_for_update().get(pk=member.agency_id)
    member.refresh_from_db()
    return member


def _save(member: Member, by: User, **values) -> Member:
    for name, value in values.items():
        setattr(member, name, value)
    member._history_user = by
    member.save(update_fields=list(values))
    return member


def _keep_an_administrator(member: Member) -> None:
    rest = Member.objects.active().within(member.agency).exclude(pk=member.pk)
    is_one = member.role == Role.ADMINISTRATOR and member.ended_at is None
    if is_one and not rest.filter(role=Role.ADMINISTRATOR).exists():
        raise Refusal(
            _("An agency needs an administrator. Make somebody else one first."),
            code="last_administrator",
        )
