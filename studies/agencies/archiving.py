from collections.abc import Iterable

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from studies.agencies.models import User


@transaction.atomic
def archive(rows: Iterable[Model], *, by: User) -> int:
    """Archive rows; those archived before keep their day. Returns how many moved."""
    return _set([row for row in rows if row.archived_at is None], timezone.now(), by)


@transaction.atomic
def bring_back(rows: Iterable[Model], *, by: User) -> int:
    """Bring archived rows back. Returns how many moved."""
    return _set([row for row in rows if row.archived_at is not None], None, by)


def _set(rows: list[Model], moment, by: User) -> int:
    """One by one, so that each row's history says who did it."""
    for row in rows:
        row.archived_at = moment
        row._history_user = by
        row.save(update_fields=["archived_at"])
    return len(rows)
