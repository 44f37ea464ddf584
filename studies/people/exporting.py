"""The contact list as rows of a file, which leaves the product with whoever took it."""

from collections.abc import Iterator

from studies.agencies.models import Agency, User
from studies.people import access
from studies.people.models import AccessLog, Person, Where
from studies.people.models.person import PersonQuerySet

CHUNK = 500
FIELDS = (
    "name",
    "email",
    "phone",
    "language",
    "time_zone",
    "how_we_got_it",
    "added_on",
)


def header() -> list[str]:
    """In the language of whoever takes it out."""
    return [str(Person._meta.get_field(name).verbose_name) for name in FIELDS]


def rows_to_take_out(
    people: PersonQuerySet, *, agency: Agency, by: User
) -> Iterator[list[str]]:
    """Everyone of the list, written down before the first row leaves."""
    access.log(
        AccessLog.Act.EXPORTED,
        agency=agency,
        by=by,
        people=people.count(),
        about=Where.LIST,
    )
    found = people.order_by("added_on", "pk").iterator(chunk_size=CHUNK)
    return (
        [
            person.name,
            person.email,
            person.phone,
            person.language,
            person.time_zone,
            person.how_we_got_it,
            person.added_on.isoformat(),
        ]
        for person in found
    )
