from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies import joining, members
from studies.agencies.doors import requires
from studies.agencies.forms import InviteForm, RoleForm
from studies.agencies.models import Invitation, Member
from studies.agencies.permissions import Permission, Role


@requires(Permission.MEMBER_MANAGE)
def member_list(request):
    form = InviteForm(request.POST or None)
    if form.is_valid():
        values = form.cleaned_data
        try:
            joining.invite(request.agency.pk, by=request.user, **values)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            text = _("%(email)s gets a link by e-mail. It works for 7 days, once.")
            messages.success(request, text % values)
            return redirect("member-list")
    ours = Member.objects.within(request.agency).select_related("user")
    context = {
        "form": form,
        "roles": Role.choices,
        "present": ours.active(),
        "ended": ours.exclude(ended_at=None),
        "invitations": Invitation.objects.within(request.agency).open(),
    }
    return render(request, "agencies/members.html", context)


@requires(Permission.MEMBER_MANAGE)
@require_POST
def change_role(request, pk):
    member = _ours(request, pk)
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the roles. Nothing was changed."))
        return redirect("member-list")
    role = Role(form.cleaned_data["role"])
    done = _("%(name)s is now: %(role)s.")
    return _change(request, member, members.change_role, done, role=role)


@requires(Permission.MEMBER_MANAGE)
@require_POST
def end(request, pk):
    done = _("%(name)s can no longer enter. What they did is kept.")
    return _change(request, _ours(request, pk), members.end, done)


@requires(Permission.MEMBER_MANAGE)
@require_POST
def bring_back(request, pk):
    done = _("%(name)s can enter again as before.")
    return _change(request, _ours(request, pk), members.bring_back, done)


def _ours(request, pk: int) -> Member:
    return get_object_or_404(Member.objects.within(request.agency), pk=pk)


def _change(request, member: Member, action, done: str, **values):
    """Run one action on a member of this agency and say how it went."""
    try:
        member = action(member.pk, by=request.user, **values)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        shown = {"name": member.user, "role": member.get_role_display()}
        messages.success(request, done % shown)
    return redirect("member-list")


@requires(Permission.MEMBER_MANAGE)
@require_POST
def revoke(request, pk):
    ours = Invitation.objects.within(request.agency)
    invitation = get_object_or_404(ours, pk=pk)
    joining.revoke(invitation.pk, by=request.user)
    text = _("The link for %(email)s no longer works.") % {"email": invitation.email}
    messages.success(request, text)
    return redirect("member-list")
