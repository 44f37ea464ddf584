from django.contrib import admin
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from studies.agencies.permissions import Permission
from studies.agencies.studio import StudioAdmin
from studies.planning.models import Study


@admin.register(Study)
class StudyAdmin(StudioAdmin):
    """Every study of the agency; each leads to its board."""

    view_permission = Permission.STUDY_VIEW
    edit_permission = Permission.STUDY_EDIT
    list_display = ["title", "service", "launch", "state"]
    list_filter = ["state", "service"]
    list_select_related = ["service"]
    search_fields = ["title"]

    @admin.display(description=_("launch"), ordering="launch_on")
    def launch(self, row):
        return row.launch_on

    def add_view(self, request, form_url="", extra_context=None):
        return redirect("study-new")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        return redirect("study-board", row.slug) if row else redirect("admin:index")
