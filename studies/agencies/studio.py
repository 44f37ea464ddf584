"""What every list and form of the studio is made of: one agency, one permission."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import ModelAdmin, StackedInline, TabularInline
from unfold.decorators import action

from cxstudio.forms import PlainLines
from studies.agencies import archiving
from studies.agencies.history import changes_of
from studies.agencies.permissions import Permission
from studies.agencies.scoping import rows_of, scoped_filter


class ScopedRelations:
    """Every relation to choose from offers only rows of the member's agency."""

    def get_field_queryset(self, db, db_field, request):
        rows = rows_of(db_field.remote_field.model, request.agency)
        related = self.admin_site._registry.get(db_field.remote_field.model)
        ordering = related.get_ordering(request) if related else ()
        return rows.order_by(*ordering) if ordering else rows


class StudioForm(PlainLines, forms.ModelForm):
    """A form whose new row belongs to the member's agency before it is checked."""

    agency = None  # set by StudioAdmin.get_form

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        names = {field.name for field in self._meta.model._meta.fields}
        if self.agency and "agency" in names and self.instance._state.adding:
            self.instance.agency = self.agency

    def _get_validation_exclusions(self):
        """The agency is settled here, so constraints that name it are checked."""
        return super()._get_validation_exclusions() - {"agency"}


class ArchivedFilter(admin.SimpleListFilter):
    """Current rows unless asked otherwise."""

    title = gettext_lazy("what to show")
    parameter_name = "shown"

    def lookups(self, request, model_admin):
        return [("archived", _("Archived")), ("all", _("All"))]

    def choices(self, changelist):
        first, *others = super().choices(changelist)
        yield {**first, "display": _("Current")}
        yield from others

    def queryset(self, request, queryset):
        if self.value() == "archived":
            return queryset.archived()
        return queryset if self.value() == "all" else queryset.current()


class StudioAdmin(ScopedRelations, ModelAdmin):
    """The base of every admin class: rows of `request.agency` and nothing else.

    A room names two permissions; without `edit_permission` its rows are read-only.
    Nothing is deleted: rows that can be archived get a button, a list action and a
    filter for it. State changes are POSTs; Unfold's row and detail actions are links
    and may only lead somewhere.
    """

    view_permission: Permission
    edit_permission: Permission | None = None
    form = StudioForm
    view_on_site = False
    show_full_result_count = False
    list_per_page = 50
    actions = ["archive_chosen", "bring_back_chosen"]
    actions_submit_line = ["archive_this", "bring_back_this"]

    # Permissions

    def has_view_permission(self, request, obj=None):
        return request.member.may(self.view_permission)

    def has_change_permission(self, request, obj=None):
        return bool(self.edit_permission) and request.member.may(self.edit_permission)

    def has_add_permission(self, request):
        return self.has_change_permission(request)

    def has_delete_permission(self, request, obj=None):
        return False

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def has_archive_permission(self, request, obj=None):
        return self.can_archive and self.has_change_permission(request, obj)

    # Rows and fields

    def changelist_view(self, request, extra_context=None):
        """Name the browser's tab as the menu names the list."""
        title = capfirst(self.model._meta.verbose_name_plural)
        return super().changelist_view(
            request, {"title": title, **(extra_context or {})}
        )

    def get_queryset(self, request):
        rows = rows_of(self.model, request.agency)
        ordering = self.get_ordering(request)
        return rows.order_by(*ordering) if ordering else rows

    def get_exclude(self, request, obj=None):
        return [*(super().get_exclude(request, obj) or []), "agency"]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.agency = request.agency
        return form

    def get_list_filter(self, request):
        named = [scoped_filter(self.model, one) for one in self.list_filter]
        return [ArchivedFilter, *named] if self.can_archive else named

    def save_model(self, request, obj, form, change):
        obj._history_user = request.user
        super().save_model(request, obj, form, change)

    # Archive and bring back

    @property
    def can_archive(self) -> bool:
        return hasattr(self.model._default_manager.all(), "archived")

    def kept_in(self, obj):
        """The row that carries `archived_at`: the row itself, or its owner."""
        return obj

    @admin.action(
        description=gettext_lazy("Archive the chosen ones"), permissions=["archive"]
    )
    def archive_chosen(self, request, queryset):
        moved = archiving.archive(map(self.kept_in, queryset), by=request.user)
        self._say_moved(request, moved, back=False)

    @admin.action(
        description=gettext_lazy("Bring the chosen ones back"), permissions=["archive"]
    )
    def bring_back_chosen(self, request, queryset):
        moved = archiving.bring_back(map(self.kept_in, queryset), by=request.user)
        self._say_moved(request, moved, back=True)

    @action(description=gettext_lazy("Save and archive"))
    def archive_this(self, request, obj):
        moved = archiving.archive([self.kept_in(obj)], by=request.user)
        self._say_moved(request, moved, back=False)

    @action(description=gettext_lazy("Save and bring back"))
    def bring_back_this(self, request, obj):
        moved = archiving.bring_back([self.kept_in(obj)], by=request.user)
        self._say_moved(request, moved, back=True)

    def get_actions_submit_line(self, request, object_id):
        obj = self.get_object(request, str(object_id))
        if obj is None or not self.has_archive_permission(request, obj):
            return []
        away = self.kept_in(obj).archived_at is not None
        fitting = "bring_back_this" if away else "archive_this"
        offered = super().get_actions_submit_line(request, object_id)
        return [
            one
            for one in offered
            if one.method.__name__ not in {"archive_this", "bring_back_this"}
            or one.method.__name__ == fitting
        ]

    def _say_moved(self, request, moved: int, *, back: bool) -> None:
        if back:
            text = ngettext(
                "%(count)d brought back.", "%(count)d brought back.", moved
            ) % {"count": moved}
        else:
            text = ngettext(
                "%(count)d archived. It is kept; find it under Archived.",
                "%(count)d archived. They are kept; find them under Archived.",
                moved,
            ) % {"count": moved}
        self.message_user(request, text)

    # History

    def log_addition(self, request, obj, message):
        """Kept out of Django's log: it copies a row's words, and would go on holding
        them when somebody takes them back. Histories say who changed what."""

    log_change = log_addition

    def history_view(self, request, object_id, extra_context=None):
        """Who changed what; a row of another agency has no history here."""
        obj = self.get_object(request, object_id)
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):
            raise PermissionDenied
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of %(row)s") % {"row": obj},
            "opts": self.model._meta,
            "object": obj,
            "changes": changes_of(obj) if hasattr(obj, "history") else [],
            **(extra_context or {}),
        }
        return TemplateResponse(request, "studio/history.html", context)


class ScopedInline(ScopedRelations):
    """Rows edited inside their parent's form, each input named for screen readers."""

    edit_permission: Permission
    extra = 0
    show_change_link = False

    def has_view_permission(self, request, obj=None):
        return True  # whoever sees the parent sees its parts

    def has_change_permission(self, request, obj=None):
        return request.member.may(self.edit_permission)

    def has_add_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)

    def get_queryset(self, request):
        return rows_of(self.model, request.agency)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            name = capfirst(field.label or db_field.verbose_name)
            field.widget.attrs.setdefault("aria-label", name)
        return field


class StudioTabularInline(ScopedInline, TabularInline):
    pass


class StudioStackedInline(ScopedInline, StackedInline):
    pass
