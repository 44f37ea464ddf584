"""The register of what people took back. It counts, and never says what it was."""

from collections.abc import Mapping

from django.utils import timezone

from studies.agencies.models import Agency
from studies.people.models import Withdrawal

State = Withdrawal.State
POINTERS = ("participant", "person", "response_id")


def begin(agency: Agency, *, what: str, **facts: object) -> Withdrawal:
    """A row that waits, or the one of an earlier time that points at the same."""
    today = timezone.localdate(timezone=agency.zone)
    told = {"agency": agency, "asked_on": today}
    points_at = {name: facts.pop(name) for name in POINTERS if facts.get(name)}
    if not points_at:
        return Withdrawal.objects.create(what=what, **told, **facts)
    row, _is_new = Withdrawal.objects.get_or_create(
        what=what, **points_at, defaults=told | facts
    )
    return row


def add(row: Withdrawal, went: Mapping[str, int]) -> None:
    """Count what went, beside what went before."""
    for kind, number in went.items():
        if number:
            row.went[kind] = row.went.get(kind, 0) + number
    row.save(update_fields=["went"])


def end(row: Withdrawal) -> None:
    """All of it is gone: from now on the row points at nobody."""
    row.state = State.DONE
    row.done_on = timezone.localdate(timezone=row.agency.zone)
    row.person = row.response_id = None
    row.save()
