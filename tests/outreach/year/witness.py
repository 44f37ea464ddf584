"""Sees every message leave, and writes down what was true at that moment."""

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cxstudio.posting import Left
from studies.outreach.channels.outgoing import Outcome, Outgoing, Sent
from studies.outreach.models import Delivery
from studies.people.models import Person
from tests.outreach.clock import Clock

LEAVES = (Outcome.HANDED_OVER, Outcome.UNCERTAIN)


@dataclass(frozen=True)
class Mail:
    """One message as it left: to whom, of what, and where their clock was."""

    at: datetime
    row: UUID
    person: UUID
    address: str
    zone: str
    step: str
    wave: int
    activity: int | None
    study: int | None


@dataclass
class Witness:
    clock: Clock
    mails: list[Mail] = field(default_factory=list)
    # Addresses of mails about visits, with their moments.
    visits: list[tuple[str, datetime]] = field(default_factory=list)
    # What the next ones end as, the last one first.
    outcomes: list[Outcome] = field(default_factory=list)

    @contextmanager
    def open_session(self):
        yield self

    def send(self, outgoing: Outgoing) -> Sent:
        outcome = self.outcomes.pop() if self.outcomes else Outcome.HANDED_OVER
        if outcome in LEAVES:
            self.mails.append(self._seen(outgoing))
        return Sent(outcome)

    def _seen(self, outgoing: Outgoing) -> Mail:
        rows = Delivery.objects.select_related("wave__activity__round", "person")
        row = rows.get(pk=UUID(outgoing.reference))
        activity, person = row.wave.activity, row.person
        study = activity.round.study_id if activity and activity.round else None
        return Mail(
            at=self.clock(),
            row=row.pk,
            person=person.pk,
            address=outgoing.to,
            zone=zone_of(person),
            step=row.step,
            wave=row.wave_id,
            activity=row.wave.activity_id,
            study=study or row.wave.study_id,
        )

    def post(self, message) -> Left:
        """In place of the mail server for mails about visits."""
        self.visits += [(address, self.clock()) for address in message.to]
        return Left.YES


def zone_of(person: Person) -> str:
    return person.time_zone or person.agency.time_zone
