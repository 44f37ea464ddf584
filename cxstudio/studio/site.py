from allauth.account.decorators import secure_admin_login
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from unfold.sites import UnfoldAdminSite

from studies.agencies.doors import attach_member


class StudioSite(UnfoldAdminSite):
    """The designers' studio: whoever is a member of an agency may enter."""

    site_header = "CX Studio"
    site_title = "CX Studio"
    index_title = _("Study board")

    def has_permission(self, request):
        return bool(request.user.is_active and attach_member(request))

    @method_decorator(secure_admin_login)
    def login(self, request, extra_context=None):
        return super().login(request, extra_context)
