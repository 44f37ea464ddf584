from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studies.agencies.doors import SESSION_KEY, signed_in
from studies.agencies.models import Member


@signed_in
@require_POST
def switch(request):
    """Work for another of one's own agencies from now on."""
    mine = Member.objects.active().filter(user=request.user).select_related("agency")
    asked = request.POST.get("agency", "")
    if not asked.isdecimal():
        asked = 0
    member = get_object_or_404(mine, agency_id=asked)
    request.session[SESSION_KEY] = member.agency_id
    messages.success(
        request, _("You now work for %(agency)s.") % {"agency": member.agency}
    )
    return redirect("admin:index")
