from collections import Counter
from dataclasses import dataclass

from django.db import transaction

from studies.agencies.models import Agency, User
from studies.people import actions as people
from studies.people.models import Person


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
    before = there.sharing_addresses(
        {address for person in added for address in person.address_hashes}
    )
    counted = Counter(h for person in added for h in person.address_hashes)
    shared = [
        person
        for person in added
        if any(h in before or counted[h] > 1 for h in person.address_hashes)
    ]
    return Added(added, len(shared))
