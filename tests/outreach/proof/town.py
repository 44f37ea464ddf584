"""A whole town that one mailing goes to."""

from datetime import UTC, datetime, timedelta

from studies.agencies.models import Agency
from studies.outreach.models import Wave
from studies.people.models import Person
from studies.people.vault import keyed_hash, seal
from studies.planning.models import Activity
from tests import make

HOW = "Gave it to us at the counter"
MORNING = 10


def place_where_it_is_morning() -> Agency:
    """Messages may go out there now, and for hours; whatever the time is here."""
    return make.agency(time_zone=zone_of_the_morning(datetime.now(UTC)))


def zone_of_the_morning(now: datetime) -> str:
    hours = MORNING - now.hour
    hours += 24 if hours < -12 else -24 if hours > 14 else 0
    return f"Etc/GMT{-hours:+d}" if hours else "Etc/GMT"


def people(agency: Agency, number: int, start: int = 0) -> list[Person]:
    """That many, each with an address of their own."""
    addresses = [
        f"customer{place}@town.example.org" for place in range(start, start + number)
    ]
    return Person.objects.bulk_create(
        (
            Person(
                agency=agency,
                email=seal(address),
                email_hash=keyed_hash(address),
                how_we_got_it=HOW,
            )
            for address in addresses
        ),
        batch_size=2_000,
    )


def mailing(number: int, start: int = 0, **fields) -> Wave:
    """A started mailing to that many people about a confidential survey."""
    activity = make.open_activity(agency=place_where_it_is_morning())
    return make.wave(activity, people(activity.agency, number, start), **fields)


def published(agency: Agency) -> Activity:
    """A survey that can be answered, in a study that runs there."""
    activity = make.open_activity(agency=agency)
    make.published_survey(activity=activity)
    return activity


def in_days(days: int) -> timedelta:
    return timedelta(days=days)
