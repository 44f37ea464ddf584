from django.contrib import messages
from django.contrib.auth import login
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cxstudio.refusal import Refusal
from studies.agencies import joining
from studies.agencies.doors import SESSION_KEY, public
from studies.agencies.forms import NewcomerForm
from studies.agencies.models import Invitation, Member, User

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
KEPT_TOKEN = "join"


@public("Whoever holds an invitation's link may join with it, once.")
@never_cache
def join(request, token):
    invitation = joining.find_open(token)
    if invitation is None:
        return render(request, "agencies/join_closed.html", status=404)
    if request.user.is_authenticated:
        return _join_with_account(request, invitation)
    if User.objects.filter(email=invitation.email).exists():
        # Kept in the session, so that the link's secret stands in no other address.
        request.session[KEPT_TOKEN] = token
        return render(request, "agencies/join_sign_in.html", {"invitation": invitation})
    return _join_as_newcomer(request, invitation)


@public("Leads back to the invitation that somebody signed in for.")
def rejoin(request):
    token = request.session.pop(KEPT_TOKEN, None)
    return redirect("join", token=token) if token else redirect("admin:index")


def _join_with_account(request, invitation: Invitation):
    if request.method != "POST":
        return render(request, "agencies/join.html", {"invitation": invitation})
    try:
        member = joining.accept(invitation.pk, by=request.user)
    except Refusal:
        return render(request, "agencies/join_closed.html", status=404)
    return _welcome(request, member)


def _join_as_newcomer(request, invitation: Invitation):
    form = NewcomerForm(request.POST or None, email=invitation.email)
    if form.is_valid():
        try:
            member = joining.accept_as_newcomer(invitation.pk, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            login(request, member.user, backend=BACKEND)
            return _welcome(request, member)
    context = {"invitation": invitation, "form": form}
    return render(request, "agencies/join_new.html", context)


def _welcome(request, member: Member):
    request.session[SESSION_KEY] = member.agency_id
    text = _("Welcome to %(agency)s.") % {"agency": member.agency}
    messages.success(request, text)
    return redirect("admin:index")
