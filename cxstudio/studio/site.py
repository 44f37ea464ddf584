from csp.constants import UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.shortcuts import redirect
from django.urls import reverse
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

    def login(self, request, extra_context=None):
        """Sign-in is allauth's, with its limits; the theme's own form never shows."""
        if self.has_permission(request):
            return redirect("admin:index")
        if request.user.is_authenticated:
            return redirect("no-agency")
        wanted = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(wanted)
