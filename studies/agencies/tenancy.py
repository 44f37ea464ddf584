from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models

if TYPE_CHECKING:
    from studies.agencies.models import Agency


class TenantQuerySet(models.QuerySet):
    """Rows that belong to one agency, through the one path that `tenant_path` names."""

    tenant_path = "agency"

    def within(self, agency: Agency) -> TenantQuerySet:
        return self.filter(**{self.tenant_path: agency})


class ArchivableQuerySet(TenantQuerySet):
    """Rows that are archived instead of deleted, and can be brought back."""

    def current(self) -> ArchivableQuerySet:
        return self.filter(archived_at=None)

    def archived(self) -> ArchivableQuerySet:
        return self.exclude(archived_at=None)
