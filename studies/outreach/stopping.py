import uuid
from collections import Counter
from collections.abc import Iterable

from django.db import transaction

from studies.agencies.models import Agency
from studies.outreach.models import Suppression
from studies.people.models import Person


def keep_off(hashes: Iterable[str], reason: str) -> None:
    """Their own word stands above a bounce, whichever comes first."""
    rows = [
        Suppression(address_hash=hashed, reason=reason)
        for hashed in sorted(hashes)
        if hashed
    ]
    if reason == Suppression.Reason.STOPPED:
        Suppression.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["address_hash"],
            update_fields=["reason"],
        )
    else:
        Suppression.objects.bulk_create(rows, ignore_conflicts=True)


def no_such_address(hashed: str) -> None:
    """A mail server or provider said so for good: nobody here writes to it any more."""
    keep_off([hashed], Suppression.Reason.BOUNCED)


@transaction.atomic
def stop_messages(person_id: uuid.UUID) -> None:
    """No message goes to this person's addresses any more, in any study, at once."""
    keep_off(_addresses(person_id), Suppression.Reason.STOPPED)


@transaction.atomic
def want_messages(person_id: uuid.UUID) -> None:
    """The way back, which only the person has."""
    Suppression.objects.filter(address_hash__in=_addresses(person_id)).delete()


@transaction.atomic
def stop_number(phone_hash: str) -> None:
    """The word STOP from a phone: no message to it any more, at once and everywhere.

    Whoever has the number for themselves gets no mail either. Where a family or a
    shelter shares it, one of them does not speak for the others' mail.
    """
    keep_off(_with_mail(phone_hash), Suppression.Reason.STOPPED)


@transaction.atomic
def want_number(phone_hash: str) -> None:
    """The word START from the same phone."""
    Suppression.objects.filter(address_hash__in=_with_mail(phone_hash)).delete()


def _with_mail(phone_hash: str) -> set[str]:
    people = Person.objects.filter(phone_hash=phone_hash)
    rows = list(people.values_list("agency", "email_hash"))
    sharing = Counter(agency for agency, _email in rows)
    mail = {email for agency, email in rows if email and sharing[agency] == 1}
    return {phone_hash, *mail}


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
