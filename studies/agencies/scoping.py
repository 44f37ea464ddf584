"""Which rows of any model the studio may show to members of one agency."""

from django.contrib.admin import RelatedFieldListFilter
from django.contrib.admin.utils import get_fields_from_path
from django.core.exceptions import ImproperlyConfigured
from django.db.models import BooleanField, DateField, Model, QuerySet

from studies.agencies.models import Agency, User


def rows_of(model: type[Model], agency: Agency) -> QuerySet:
    """The model's rows that belong to the agency; its members, for accounts.

    A model that says no `tenant_path` is refused, so that nothing is shown by default.
    """
    if model is Agency:
        return Agency.objects.filter(pk=agency.pk)
    if model is User:
        return User.objects.filter(
            memberships__agency=agency, memberships__ended_at=None
        )
    queryset = model._default_manager.all()
    if not hasattr(queryset, "within"):
        raise ImproperlyConfigured(f"{model.__name__} has no tenant_path.")
    return queryset.within(agency)


class ScopedRelatedFilter(RelatedFieldListFilter):
    """Offers only related rows of the member's agency."""

    def field_choices(self, field, request, model_admin):
        rows = rows_of(field.related_model, request.agency)
        ordering = self.field_admin_ordering(field, request, model_admin)
        return [(row.pk, str(row)) for row in rows.order_by(*ordering)]


def scoped_filter(model: type[Model], entry):
    """The entry of `list_filter` so that its choices stay within one agency."""
    if not isinstance(entry, str):
        return entry
    field = get_fields_from_path(model, entry)[-1]
    if field.is_relation:
        return (entry, ScopedRelatedFilter)
    closed = field.choices or isinstance(field, (BooleanField, DateField))
    if "__" in entry and not closed:
        # Django would offer the values of every agency's rows.
        raise ImproperlyConfigured(f"{entry}: name a filter class of your own.")
    return entry
