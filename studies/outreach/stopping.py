import uuid

from django.db import transaction

from studies.agencies.models import Agency
from studies.outreach.models import Suppression
from studies.people.models import Person


@transaction.atomic
def stop_messages(person_id: uuid.UUID) -> None:
    """No message goes to this person's addresses any more, in any study, at once."""
    for hashed in _addresses(person_id):
        # An address that came back may now be stopped by its owner.
        Suppression.objects.update_or_create(
            address_hash=hashed, defaults={"reason": Suppression.Reason.STOPPED}
        )


@transaction.atomic
def want_messages(person_id: uuid.UUID) -> None:
    """The way back, which only the person has."""
    Suppression.objects.filter(address_hash__in=_addresses(person_id)).delete()


def has_stopped(person_id: uuid.UUID) -> bool:
    rows = Suppression.objects.filter(reason=Suppression.Reason.STOPPED)
    return rows.filter(address_hash__in=_addresses(person_id)).exists()


def _addresses(person_id: uuid.UUID) -> list[str]:
    person = Person.objects.filter(pk=person_id).first()
    if person is None:  # erased: there is nothing left to write to
        return []
    return [hashed for hashed in (person.email_hash, person.phone_hash) if hashed]


def kept_off(agency: Agency) -> int:
    """How many people on the agency's list nobody may write to."""
    hashes = Suppression.objects.values("address_hash")
    people = Person.objects.within(agency).current()
    return people.filter(email_hash__in=hashes).count()
