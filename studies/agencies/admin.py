from django.conf import settings
from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from studies.agencies.forms import spoken_field, zone_field
from studies.agencies.models import Agency, Service
from studies.agencies.models.policies import OF_AGENCY
from studies.agencies.permissions import Permission
from studies.agencies.studio import StudioAdmin

# What people read about the agency, which is to be plain.
CHECKED = frozenset(
    [
        "contact_hours",
        "case_help",
        "urgent_help",
        "privacy_notice",
        "accessibility_statement",
    ]
)


@admin.register(Service)
class ServiceAdmin(StudioAdmin):
    """What the agency does for people; a study is about one of them."""

    view_permission = Permission.STUDY_VIEW
    edit_permission = Permission.SERVICE_EDIT
    list_display = ["name"]
    search_fields = ["name"]
    fields = ["name"]


@admin.register(Agency)
class AgencyAdmin(StudioAdmin):
    """The member's own agency: what its public pages say about it."""

    view_permission = Permission.AGENCY_MANAGE
    edit_permission = Permission.AGENCY_MANAGE
    list_display = ["name"]
    fieldsets = [
        (None, {"fields": ["name", "logo", "website"]}),
        (
            _("Where people get help"),
            {
                "fields": [
                    "contact_phone",
                    "contact_hours",
                    "interpreters",
                    "contact_email",
                    "case_help",
                    "case_help_url",
                    "urgent_help",
                    "time_zone",
                ]
            },
        ),
        (
            _("What people may read about you"),
            {"fields": ["privacy_notice", "accessibility_statement"]},
        ),
        (_("When and how often you write to people"), {"fields": [*OF_AGENCY]}),
        (_("What you keep"), {"fields": ["payment_years"]}),
    ]

    class Media:
        js = ["wording.js"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Notices are checked while they are typed, by a door of a later room."""
        if db_field.name == "interpreters":
            return spoken_field(db_field)
        if db_field.name == "time_zone":
            return zone_field(db_field, request.agency.time_zone)
        if db_field.name in ("website", "case_help_url"):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name in CHECKED:
            field.widget.attrs |= {
                "data-words": "share_back",
                "data-words-url": reverse("wording-check"),
                "lang": settings.LANGUAGE_CODE,
            }
        return field

    def has_add_permission(self, request):
        return False  # agencies are made by whoever runs the platform

    def changelist_view(self, request, extra_context=None):
        """One agency needs no list."""
        return redirect("admin:studies_agency_change", request.agency.pk)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {**(extra_context or {}), "no_list": True}
        return super().change_view(request, object_id, form_url, context)
