from allauth.account.decorators import secure_admin_login
from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.shortcuts import redirect
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

    def admin_view(self, view, cacheable=False):
        """The theme's lists set widths by style attributes; our own pages need none."""
        door = super().admin_view(view, cacheable)
        return csp_update({"style-src": [UNSAFE_INLINE]})(door)

    def get_urls(self):
        """Without two pages that know no agency: a search and a jump to any row."""
        unwanted = {"search", "view_on_site"}
        return [
            url
            for url in super().get_urls()
            if getattr(url, "name", "") not in unwanted
        ]

    def app_index(self, request, app_label, extra_context=None):
        """The menu goes by job; there is no page for each app."""
        return redirect("admin:index")

    def password_change(self, request, extra_context=None):
        return redirect("account_change_password")

    @method_decorator(secure_admin_login)
    def login(self, request, extra_context=None):
        return super().login(request, extra_context)
