"""The one commit between two messages, in one round trip to the database.

It records the last message, holds the lock of the next person, asks whether this one is
still wanted and takes it in hand, where all that was read to write it still stands. All
else (a message to drop, to put off, to write again) is not for here: the caller asks
again, carefully and one thing after the other.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.models import CharField
from django.db.models.expressions import RawSQL

from studies.outreach import asking, caps
from studies.outreach.models import Wave
from studies.outreach.models.trail import LONGEST, word
from studies.people.models import Person

# The row's own version and place: others after each change, whoever made it.
VERSION = RawSQL(
    "concat(studies_person.xmin, studies_person.ctid)", [], output_field=CharField()
)
# In place of the person, while the question is put into words for all of a batch.
SOMEBODY = uuid.UUID(int=2**128 - 1)

WAVE_VERSION = """
    SELECT concat_ws('.', wave.xmin, wave.ctid, agency.xmin, agency.ctid,
                     activity.xmin, activity.ctid, round.xmin, round.ctid,
                     study.xmin, study.ctid)
      FROM studies_wave AS wave
      JOIN studies_agency AS agency ON agency.id = wave.agency_id
      LEFT JOIN studies_activity AS activity ON activity.id = wave.activity_id
      LEFT JOIN studies_round AS round ON round.id = activity.round_id
      LEFT JOIN studies_study AS study
             ON study.id = coalesce(round.study_id, wave.study_id)
     WHERE wave.id = %s
"""
TAKE = f"""
    PREPARE {{name}} (uuid, uuid, timestamptz, text, uuid, text) AS
    UPDATE studies_delivery AS delivery
       SET state = 'in_hand', reason = '', claimed_at = $3, since = $3,
           trail = right(trail || $4, {LONGEST}), link_id = $5
      FROM ({{question}}) AS asked
     WHERE delivery.id = $1 AND delivery.lease = {{lease}}
       AND delivery.state IN ('claimed', 'in_hand')
       AND asked.reason = '' AND asked.wait_until IS NULL AND asked.version = $6
       AND asked.by_text = (delivery.channel = 'sms')
       AND ({WAVE_VERSION}) = {{version}}
"""
SENT = f"""
    PREPARE cx_sent (uuid, uuid, timestamptz, text) AS
    UPDATE studies_delivery
       SET state = 'handed_over', reason = '', handed_over_at = $3, since = $3,
           trail = right(trail || $4, {LONGEST})
     WHERE id = $1 AND lease = $2 AND state IN ('in_hand', 'uncertain')
"""


@dataclass(frozen=True)
class Gone:
    """A message that the server took, to be written down."""

    delivery: uuid.UUID
    at: datetime


def version_of(wave_id: int) -> str:
    """Changes with each change of the mailing and of all that it is about."""
    with connection.cursor() as cursor:
        cursor.execute(WAVE_VERSION, [wave_id])
        return cursor.fetchone()[0]


@dataclass
class Turns:
    """The turns of one batch; read `version` before the wave that it is the version of."""

    wave: Wave
    version: str
    lease: uuid.UUID
    _ready: dict[str, object] = field(default_factory=dict)

    def take(
        self, delivery: object, link_id: object, now: datetime, gone: Gone | None
    ) -> bool:
        """Write down the last and take up this one; False where more is to be asked.

        The last one is written down in either case. May be done twice.
        """
        person = delivery.person
        name = self._prepared(delivery.step, now)
        words, values = [], []
        if gone is not None:
            words.append("EXECUTE cx_sent (%s, %s, %s, %s)")
            trail = word("handed_over", gone.at)
            values += [gone.delivery, self.lease, gone.at, trail]
        words.append("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))")
        values.append(caps.key(person.pk))
        words.append(f"EXECUTE {name} (%s, %s, %s, %s, %s, %s)")
        trail = word("in_hand", now)
        values += [delivery.pk, person.pk, now, trail, link_id, person.version]
        return _run(words, values) == 1

    def _prepared(self, step: str, now: datetime) -> str:
        """The name of the statement; put into words anew each minute, for its `now`."""
        session, minute = connection.connection, now.replace(second=0, microsecond=0)
        if self._ready.get("session") is not session or session is None:
            connection.ensure_connection()
            session = connection.connection
            self._ready = {"session": session}
            _prepare("cx_sent", SENT)
            with connection.cursor() as cursor:
                cursor.execute("SET plan_cache_mode = force_generic_plan")
        name = f"cx_take_{step}"
        if self._ready.get(name) != minute:
            _prepare(name, self._words(name, step, now))
            self._ready[name] = minute
        return name

    def _words(self, name: str, step: str, now: datetime) -> str:
        people = Person.objects.filter(pk=SOMEBODY).order_by()
        rows = asking.question(people, self.wave, step, now).annotate(version=VERSION)
        asked = rows.values("reason", "wait_until", "version", "by_text")
        question, values = asked.query.sql_with_params()
        with connection.cursor() as cursor:
            question = cursor.mogrify(question, values)
            somebody = cursor.mogrify("%s", [SOMEBODY])
            return TAKE.replace("%s", str(self.wave.pk)).format(
                name=name,
                question=question.replace(somebody, "$2"),
                lease=cursor.mogrify("%s", [self.lease]),
                version=cursor.mogrify("%s", [self.version]),
            )


def may_run() -> bool:
    """Behind a pooler that keeps no session, each turn goes the careful way."""
    return settings.PREPARES_STATEMENTS


def end() -> None:
    """Leave the connection as others expect it."""
    with connection.cursor() as cursor:
        cursor.execute("RESET plan_cache_mode")


def _prepare(name: str, sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_prepared_statements WHERE name = %s", [name])
        if cursor.fetchone():
            cursor.execute(f"DEALLOCATE {name}")
        cursor.execute(sql)


def _run(words: list[str], values: list) -> int:
    """Statements of one transaction, sent at once; how many rows the last changed."""
    within = connection.in_atomic_block
    whole = words if within else ["BEGIN", *words, "COMMIT"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("; ".join(whole), values)
            counts = [cursor.rowcount]
            while cursor.nextset():
                counts.append(cursor.rowcount)
    except DatabaseError:
        if not within:
            connection.close()  # with the transaction that it broke off
        raise
    return counts[-1 if within else -2]
