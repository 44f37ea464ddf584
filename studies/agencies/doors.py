from collections.abc import Callable
from functools import wraps

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.shortcuts import redirect
from django.utils import timezone

from studies.agencies.models import Member
from studies.agencies.permissions import Permission

SESSION_KEY = "agency"


def attach_member(request: HttpRequest) -> Member | None:
    """Set `request.member` and `request.agency`: who acts, and for which agency.

    The agency chosen in the header, else the first one joined; None for a stranger
    or for somebody without a membership. Asked once a request. Days and hours are the
    agency's from here on (see `cxstudio.middleware.clock`).
    """
    if hasattr(request, "member"):
        return request.member
    request.member = None
    if request.user.is_authenticated:
        mine = Member.objects.active().filter(user=request.user)
        rows = list(mine.select_related("agency").order_by("pk"))
        chosen = request.session.get(SESSION_KEY)
        rows.sort(key=lambda member: member.agency_id != chosen)
        request.memberships = rows
        request.member = rows[0] if rows else None
    request.agency = request.member.agency if request.member else None
    if request.agency:
        timezone.activate(request.agency.zone)
    return request.member


def requires(permission: Permission) -> Callable:
    """Mark a view with the permission it asks for in the member's present agency.

    Strangers go to the sign-in page; members without the grant get 403; rows of
    another agency are 404 because the view starts from `within(request.agency)`.
    """

    def mark(view):
        @wraps(view)
        def door(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if attach_member(request) is None:
                return redirect("no-agency")
            if not request.member.may(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        door.permission = permission
        return door

    return mark


def operators_only(view: Callable) -> Callable:
    """Mark a view for whoever runs the platform; it gives no look into an agency."""

    @wraps(view)
    def door(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not request.user.is_operator:
            raise Http404
        return view(request, *args, **kwargs)

    door.permission = "platform.operate"
    return door


def signed_in(view: Callable) -> Callable:
    """Mark a view for anyone with an account, before they act for an agency."""

    @wraps(view)
    def door(request, *args, **kwargs):
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    door.permission = "signed_in"
    return door


def public(reason: str) -> Callable:
    """Mark a view that anybody may open, with the reason why that is right."""

    def mark(view):
        view.permission = "public"
        view.public_because = reason
        return view

    return mark
