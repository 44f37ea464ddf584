from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from studies.agencies.permissions import Permission
from studies.agencies.studio import StudioAdmin
from studies.people.forms.people import ConversationEditForm
from studies.people.models import Conversation, Method
from studies.wording.tags import language_name


@admin.register(Conversation)
class ConversationAdmin(StudioAdmin):
    """Every conversation of the agency's studies; they are logged on the study board.

    Rows that survey answers made are only looked at: they count by themselves.
    """

    view_permission = Permission.EVIDENCE_VIEW
    edit_permission = Permission.CONVERSATION_LOG
    form = ConversationEditForm
    list_display = [
        "held_on",
        "study",
        "round_number",
        "method",
        "people",
        "language_name",
        "is_synthetic",
    ]
    list_filter = ["round__study", "method"]
    list_select_related = ["round__study"]
    fields = [
        "study",
        "round_number",
        "participant",
        "held_on",
        "method",
        "level",
        "people",
        "language",
        "segments",
        "is_proxy",
        "heard",
        "logged_by",
        "logged_at",
    ]
    readonly_fields = ["study", "round_number", "participant", "logged_by", "logged_at"]

    @admin.display(description=_("study"), ordering="round__study__title")
    def study(self, row):
        return row.round.study.title

    @admin.display(description=_("round"), ordering="round__number")
    def round_number(self, row):
        return row.round.number

    @admin.display(description=_("language"), ordering="language")
    def language_name(self, row):
        return language_name(row.language)

    def has_add_permission(self, request):
        return False  # a conversation is logged on the board, beside its round

    def has_change_permission(self, request, obj=None):
        if obj is not None and obj.counts_itself:
            return False
        return super().has_change_permission(request, obj)

    def archive_chosen(self, request, queryset):
        super().archive_chosen(request, queryset.exclude(method=Method.SURVEY))

    archive_chosen.short_description = StudioAdmin.archive_chosen.short_description
    archive_chosen.allowed_permissions = ["archive"]
