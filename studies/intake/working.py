"""What a worker does with a list: look at every row, or add its people."""

import uuid
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from studies.intake import actions, reading
from studies.intake.faults import FileFault
from studies.intake.findings import ADDED, Tally
from studies.intake.headings import Field
from studies.intake.knowing import Judge
from studies.intake.models import PeopleFile
from studies.intake.rows import ListedPerson, listed_people
from studies.people import access
from studies.people.models import AccessLog, Where
from studies.people.vault import seal

Clock = Callable[[], datetime]
State = PeopleFile.State
# People of one commit, and of one line in the access log.
BATCH = 2_500


class LostLease(Exception):
    """Another worker has taken over, or somebody threw the list away."""


def work_due(*, clock: Clock = timezone.now) -> None:
    """Go on with what nobody works on, and erase what nobody confirmed."""
    for pk in list(_free(clock()).values_list("pk", flat=True)):
        work(pk, clock=clock)
    actions.erase_old(now=clock())


def work(file_id: object, *, clock: Clock = timezone.now) -> bool:
    """Check or add one list; a second worker finds nothing to claim.

    A worker that dies leaves whole batches behind: the next one goes on after them.
    """
    lease = uuid.uuid4()
    free = _free(clock()).filter(pk=file_id)
    if not free.update(lease=lease, claimed_at=clock()):
        return False
    file = PeopleFile.objects.select_related("agency", "sent_by").get(pk=file_id)
    run = Run(file, lease, clock)
    try:
        run.add() if file.state == State.ADDING else run.check()
    except FileFault as fault:
        actions.end(file, State.REFUSED, trouble=fault.code)
        file.save()
    except LostLease:
        return False
    return True


def _free(now: datetime):
    """Lists that wait for a worker, or whose worker has not said a word for long."""
    waiting = Q(claimed_at=None) | Q(claimed_at__lt=now - actions.SILENT)
    return PeopleFile.objects.filter(waiting, state__in=[State.CHECKING, State.ADDING])


class Run:
    """One worker's way through one list."""

    def __init__(self, file: PeopleFile, lease: uuid.UUID, clock: Clock):
        self.file, self.lease, self.clock = file, lease, clock
        self.content = bytes(file.content)
        self.judge = Judge(file.agency, clock())
        self.tally = Tally(dict(file.counts), dict(file.lines))
        self.done = file.lines_done

    def check(self) -> None:
        """Look at every row, and keep what was found by its line alone."""
        self._write(lines_total=sum(1 for _row in self._rows()))
        self.tally, self.done = Tally(), 0
        for batch in self._batches():
            self.judge.judge(batch)
            self._count(batch)
            self._write()
        self._note_opened()
        self._write(state=State.CHECKED, lease=None, claimed_at=None)

    def add(self) -> None:
        """Add everyone against whom nothing speaks now, batch by batch."""
        behind = self.done
        for batch in self._batches():
            if behind > 0:
                behind -= len(batch)
                for person in batch:
                    self.judge.remember(person)
                continue
            self._add(batch)
        self._note_opened()
        actions.end(self.file, State.ADDED)
        self.file.counts, self.file.lines = self.tally.counts, self.tally.lines
        self.file.lines_done = self.done
        self.file.save()

    @transaction.atomic
    def _add(self, batch: list[ListedPerson]) -> None:
        """One batch, whole or not at all, while no other list of the agency moves."""
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
                [f"intake:{self.file.agency_id}"],
            )
        self.judge.judge(batch)
        people = [person for person in batch if person.finding is None]
        self._copy(people)
        if people:
            access.log(
                AccessLog.Act.ADDED,
                agency=self.file.agency,
                by=self.file.sent_by,
                people=len(people),
                about=Where.FILE,
            )
        self._count(batch)
        self._write()

    def _note_opened(self) -> None:
        """Names on the list were opened, to see who is the same person."""
        if self.judge.opened:
            access.log(
                AccessLog.Act.READ,
                agency=self.file.agency,
                by=None,
                people=len(self.judge.opened),
                about=Where.FILE,
            )

    def _copy(self, people: list[ListedPerson]) -> None:
        today, how = timezone.localdate(self.clock()), self.file.how_we_got_it
        with (
            connection.cursor() as cursor,
            cursor.copy(
                "COPY studies_person (id, agency_id, name, email, phone, email_hash,"
                " phone_hash, language, time_zone, how_we_got_it, added_on) FROM STDIN"
            ) as copy,
        ):
            for person in people:
                copy.write_row(
                    (
                        uuid.uuid4(),
                        self.file.agency_id,
                        *map(_sealed, (person.name, person.email, person.phone)),
                        person.email_hash,
                        person.phone_hash,
                        person.language,
                        person.time_zone,
                        how,
                        today,
                    )
                )

    def _rows(self) -> Iterator:
        file = self.file
        return reading.people_rows(self.content, file.encoding, file.heading_line)

    def _batches(self) -> Iterator[list[ListedPerson]]:
        columns = {int(n): Field(field) for n, field in self.file.columns.items()}
        people = listed_people(self._rows(), columns, language=self.file.language)
        while batch := list(islice(people, BATCH)):
            yield batch

    def _count(self, batch: list[ListedPerson]) -> None:
        for person in batch:
            for code in (person.finding or ADDED, *person.notes):
                self.tally.count(code, person.line)
        self.done += len(batch)

    def _write(self, **more: object) -> None:
        """Say how far it is; whoever lost the lease stops here, and what it did too."""
        ours = PeopleFile.objects.filter(pk=self.file.pk, lease=self.lease)
        values = {
            "lines_done": self.done,
            "counts": self.tally.counts,
            "lines": self.tally.lines,
            "claimed_at": self.clock(),
        }
        if not ours.update(**values | more):
            raise LostLease


def _sealed(text: str) -> bytes:
    return seal(text) if text else b""
