from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from studies.agencies.permissions import Permission
from studies.agencies.studio import StudioAdmin
from studies.evidence.forms import DecisionEditForm, EvidenceEditForm, ShareBackEditForm
from studies.evidence.models import Decision, Highlight, Insight, ShareBack
from studies.wording.tags import language_name


class EvidenceAdmin(StudioAdmin):
    """Lists over all studies; rows are made on the study board, beside their round."""

    view_permission = Permission.EVIDENCE_VIEW
    edit_permission = Permission.EVIDENCE_EDIT
    form = EvidenceEditForm
    list_filter = ["study", "round__purpose"]
    list_select_related = ["study", "round"]

    def has_add_permission(self, request):
        return False


@admin.register(Highlight)
class HighlightAdmin(EvidenceAdmin):
    list_display = ["words", "study", "round", "spoken_in", "is_made_up"]
    search_fields = ["words"]
    fields = ["words", "language"]

    @admin.display(description=_("language"), ordering="language")
    def spoken_in(self, row):
        return language_name(row.language)

    @admin.display(description=_("synthetic"), ordering="is_synthetic", boolean=True)
    def is_made_up(self, row):
        return row.is_synthetic


@admin.register(Insight)
class InsightAdmin(EvidenceAdmin):
    list_display = ["statement", "study", "round", "severity", "is_open"]
    list_filter = ["study", "severity", "is_open"]
    search_fields = ["statement"]
    fields = ["statement", "severity", "is_open", "counter", "highlights"]


@admin.register(Decision)
class DecisionAdmin(EvidenceAdmin):
    form = DecisionEditForm
    list_display = ["statement", "study", "round", "state", "basis", "decided_by"]
    list_filter = ["study", "state", "basis"]
    search_fields = ["statement", "decided_by"]
    fields = [
        "statement",
        "state",
        "decided_by",
        "basis",
        "reason",
        "insights",
        "highlights",
    ]


@admin.register(ShareBack)
class ShareBackAdmin(EvidenceAdmin):
    """What was published stays as it was read; the rest can be changed or archived."""

    form = ShareBackEditForm
    list_display = ["you_said", "outcome", "study", "round", "is_published"]
    list_filter = ["study", "outcome"]
    search_fields = ["you_said", "what_we_did"]
    fields = ["you_said", "outcome", "what_we_did", "decision"]

    @admin.display(description=_("published"), boolean=True)
    def is_published(self, row):
        return row.published_at is not None

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.published_at is not None:
            return False
        return super().has_change_permission(request, obj)

    def archive_chosen(self, request, queryset):
        super().archive_chosen(request, queryset.filter(published_at=None))

    archive_chosen.short_description = StudioAdmin.archive_chosen.short_description
    archive_chosen.allowed_permissions = ["archive"]
