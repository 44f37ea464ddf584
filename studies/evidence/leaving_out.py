"""When an answer stops counting: its words back nothing, until it counts again."""

from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from studies.agencies import archiving
from studies.agencies.models import User
from studies.evidence.models import Highlight


@transaction.atomic
def put_away_words(response_id: UUID, *, by: User) -> int:
    """Archive what was kept from one answer; what cites it stays tied to it."""
    return archiving.archive(_of(response_id).current(), by=by)


@transaction.atomic
def bring_back_words(response_id: UUID, *, since: date, by: User) -> int:
    """Bring back what was archived with the answer, on the day `since` or later.

    What somebody archived by hand before that day stays archived.
    """
    rows = _of(response_id).exclude(archived_at=None)
    gone = [row for row in rows if timezone.localdate(row.archived_at) >= since]
    return archiving.bring_back(gone, by=by)


def _of(response_id: UUID) -> QuerySet[Highlight]:
    return Highlight.objects.select_for_update().filter(response_id=response_id)
