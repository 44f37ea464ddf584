from dataclasses import dataclass

from django.db import transaction

from studies.agencies.models import Agency, User
from studies.people import actions as people
from studies.people.models import Person
from studies.people.vault import keyed_hash


@dataclass(frozen=True)
class Added:
    people: list[Person]
    # Addresses that somebody else on the list has, counted in people of this batch.
    shared: int


@transaction.atomic
def add_people(rows: list[dict], *, agency: Agency, by: User) -> Added:
    """Add several people, all or none; shared addresses are pointed out, not merged."""
    added = [people.add_person(agency=agency, by=by, **row) for row in rows]
    ours = {person.pk for person in added}
    there = Person.objects.within(agency).current().exclude(pk__in=ours)
    hashes = [keyed_hash(row["email"]) for row in rows]
    before = set(
        there.filter(email_hash__in=hashes).values_list("email_hash", flat=True)
    )
    shared = [h for h in hashes if h in before or hashes.count(h) > 1]
    return Added(added, len(shared))
