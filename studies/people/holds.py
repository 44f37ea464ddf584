"""Whether a legal hold forbids to erase. Whoever erases asks here, in its transaction."""

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from studies.people.models import LegalHold, Participant, UpdateRequest


def pauses(agency_id: int, study_id: int | None = None) -> bool:
    """Whether nothing of it may go now; it stays so until this transaction ends.

    Whoever sets a hold waits for those that erase at this moment, see `close_the_door`.
    """
    _lock(agency_id, "pg_advisory_xact_lock_shared")
    return LegalHold.objects.on(agency_id, study_id).exists()


def close_the_door(agency_id: int) -> None:
    """Let what is being erased end, and nothing else begin, until we have committed."""
    _lock(agency_id, "pg_advisory_xact_lock")


def without_held(rows: QuerySet, person: str = "person") -> QuerySet:
    """Without those whose person is part of something that a hold keeps.

    Call it in a transaction that asked `pauses` of the agency: that keeps holds away.
    """
    in_force = LegalHold.objects.in_force().values("study")
    parts = Participant.objects.filter(person=OuterRef(person), study__in=in_force)
    told = UpdateRequest.objects.filter(person=OuterRef(person), study__in=in_force)
    return rows.exclude(Exists(parts)).exclude(Exists(told))


def without_held_studies(rows: QuerySet) -> QuerySet:
    """Without rows of a study that a hold keeps; call it as `without_held`."""
    in_force = LegalHold.objects.in_force()
    return rows.exclude(Exists(in_force.filter(study=OuterRef("study"))))


def pauses_person(agency_id: int, person_id: object) -> bool:
    """Whether the contact has to stay, for the agency or a study that they are in."""
    if pauses(agency_id):
        return True
    held = LegalHold.objects.in_force().filter(agency=agency_id).values("study")
    is_part = Participant.objects.filter(person=person_id, study__in=held).exists()
    is_told = UpdateRequest.objects.filter(person=person_id, study__in=held).exists()
    return is_part or is_told


def _lock(agency_id: int, function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {function}(hashtextextended(%s, 0))", [f"hold:{agency_id}"]
        )
