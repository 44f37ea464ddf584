from django.conf import settings
from django.contrib import admin
from django.utils.text import capfirst
from django.utils.translation import get_language, get_language_info

from cxstudio.middleware import STUDIO_PREFIX, languages_for
from cxstudio.studio import sidebar
from studies.agencies import time_zones
from studies.agencies.doors import attach_member
from studies.agencies.permissions import Permission


def page(request):
    """What base.html needs: the demo mark and the languages to switch to."""
    codes = languages_for(request.path)
    return {
        "demo": settings.DEMO,
        "languages": [
            {
                "code": code,
                "name_local": capfirst(get_language_info(code)["name_local"]),
                "url": _with_language(request, code),
                "current": code == get_language(),
            }
            for code in codes
        ],
    }


def _with_language(request, code: str) -> str:
    """The present page's address in another language, with its other parameters."""
    asked = request.GET.copy()
    asked["lang"] = code
    return f"?{asked.urlencode()}"


def studio(request):
    """The studio's own frame for every page under it, the rooms' pages included."""
    if not request.path.startswith(STUDIO_PREFIX) or not request.user.is_authenticated:
        return {}
    if attach_member(request) is None:
        return {}
    return {
        **admin.site.each_context(request),
        "sidebar": sidebar.menu(request),
        "member": request.member,
        "present_agency": request.agency,
        "clock_name": time_zones.zone_name(request.agency.zone.key),
        "memberships": request.memberships,
        "may": Grants(request.member),
    }


class Grants:
    """`{% if may.study_edit %}`: the present member may do so."""

    def __init__(self, member):
        self.member = member

    def __getitem__(self, name: str) -> bool:
        return bool(self.member and self.member.may(Permission[name.upper()]))
