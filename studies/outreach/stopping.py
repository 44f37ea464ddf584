import uuid
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Collate

from studies.agencies.models import Agency
from studies.outreach.models import Suppression
from studies.people.models import Person

Reason = Suppression.Reason


@dataclass(frozen=True)
class Closed:
    """An address that nobody may write to: why, and which phone said so for its mail."""

    address_hash: str
    reason: str
    by_phone: str = ""

    @property
    def rank(self) -> int:
        """Their own word stands above a bounce, and that above the word of a phone."""
        if self.reason == Reason.BOUNCED:
            return 1
        return 2 if self.by_phone else 0


def keep_off(hashes: Iterable[str], reason: str) -> None:
    close(Closed(hashed, reason) for hashed in hashes)


def close(addresses: Iterable[Closed]) -> None:
    """Their own word stands above a bounce, whichever comes first.

    One statement in the order of the hashes: two writers, of which one has the first
    address of both and the other the second, would wait for each other.
    """
    rows: dict[str, Closed] = {}
    for row in sorted(addresses, key=lambda row: (row.address_hash, row.rank)):
        if row.address_hash:
            rows.setdefault(row.address_hash, row)
    if not rows:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO studies_suppression (address_hash, reason, by_phone, since)
            SELECT hashed, reason, by_phone, %s
              FROM unnest(%s::text[], %s::text[], %s::text[])
                   AS told (hashed, reason, by_phone)
             ORDER BY hashed COLLATE "C"
            ON CONFLICT (address_hash) DO UPDATE
               SET reason = excluded.reason, by_phone = '', only_mail = FALSE
             WHERE excluded.reason = 'stopped' AND excluded.by_phone = ''
            """,
            [
                date.today(),
                list(rows),
                [row.reason for row in rows.values()],
                [row.by_phone for row in rows.values()],
            ],
        )


def no_such_address(hashed: str) -> None:
    """A mail server or provider said so for good: nobody here writes to it any more."""
    keep_off([hashed], Suppression.Reason.BOUNCED)


@transaction.atomic
def stop_messages(person_id: uuid.UUID) -> None:
    """No message goes to this person's addresses any more, in any study, at once."""
    keep_off(_addresses(person_id), Reason.STOPPED)


@transaction.atomic
def want_messages(person_id: uuid.UUID) -> None:
    """The way back, which only the person has."""
    _locked(Q(address_hash__in=_addresses(person_id))).delete()


@transaction.atomic
def stop_number(phone_hash: str) -> None:
    """The word STOP from a phone: no message to it any more, at once and everywhere.

    Whoever has the number for themselves gets no mail either. Where a family or a
    shelter shares it, one of them does not speak for the others' mail.
    """
    close(by_number(phone_hash))


def by_number(phone_hash: str) -> list[Closed]:
    mails = [Closed(mail, Reason.STOPPED, phone_hash) for mail in _own_mail(phone_hash)]
    return [Closed(phone_hash, Reason.STOPPED), *mails]


@transaction.atomic
def want_number(phone_hash: str) -> None:
    """The word START from the same phone: it takes back what that phone had stopped.

    A mail address that was stopped by mail, or that is none, stays closed: numbers
    change hands.
    """
    mails = _own_mail(phone_hash)
    rows = _locked(
        Q(address_hash__in=[phone_hash, *mails]) | Q(by_phone=phone_hash),
    )
    rows.filter(Q(address_hash=phone_hash) | Q(by_phone=phone_hash)).delete()
    rows.filter(address_hash__in=mails).update(only_mail=True)


def _locked(which: Q) -> QuerySet[Suppression]:
    """Held in the order in which they are written; see close."""
    rows = Suppression.objects.filter(which).select_for_update()
    pks = [row.pk for row in rows.order_by(Collate("address_hash", "C"))]
    return Suppression.objects.filter(pk__in=pks)


def _own_mail(phone_hash: str) -> set[str]:
    """Mail addresses of whoever has the number for themselves."""
    people = Person.objects.filter(phone_hash=phone_hash)
    rows = list(people.values_list("agency", "email_hash"))
    sharing = Counter(agency for agency, _email in rows)
    return {email for agency, email in rows if email and sharing[agency] == 1}


def has_stopped(person_id: uuid.UUID) -> bool:
    rows = Suppression.objects.filter(reason=Reason.STOPPED)
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
