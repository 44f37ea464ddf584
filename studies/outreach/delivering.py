import logging
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.conf import settings
from django.db import InterfaceError, OperationalError, connection, transaction

from cxstudio import wake
from studies.outreach import (
    asking,
    bounces,
    channels,
    emails,
    ledger,
    shares,
    short_texts,
    turning,
    ways,
)
from studies.outreach.channels import Outcome
from studies.outreach.clock import DatabaseClock
from studies.outreach.letters import Gap, Writer, survey_link
from studies.outreach.models import Delivery, Wave
from studies.outreach.pacing import NotYet, Pacer
from studies.outreach.plates import Press
from studies.outreach.slow_domains import SLOW_DOMAIN
from studies.people.models import Person
from studies.people.vault import keyed_hash, textable

log = logging.getLogger(__name__)
Clock = Callable[[], datetime]
Wait = Callable[[float], None]

# A task ends long before the broker would hand it to another worker, and wakes anew.
TASK_SECONDS = 120
# Beat wakes a worker each minute: what rests longer than this is left to it.
SOON = timedelta(seconds=30)
FAILED, UNREADABLE, GAP = "failed", "unreadable", "gap"


def deliver_due(*, clock: Clock | None = None, wait: Wait = time.sleep) -> None:
    """Send all that is due. Any number of workers may run this at the same time.

    Where a pace holds something back for seconds, this waits, and looks again for all.
    """
    ends = time.monotonic() + TASK_SECONDS
    clock = clock or DatabaseClock()
    ledger.set_aside_lost(clock())
    while pauses := _round(clock, wait, ends):
        if time.monotonic() > ends:
            wake.on_commit("outreach.deliver_due")
            return
        wait(max(0.0, (min(pauses) - clock()).total_seconds()))


def _round(clock: Clock, wait: Wait, ends: float) -> list[datetime]:
    """All mailings once; gives when those may go on that are soon to go on."""
    pauses = []
    for wave_id in ledger.due_waves(clock()):
        goes_on = True
        while goes_on:
            batch = Batch(wave_id, clock, wait)
            goes_on = _run_alone(batch)
            if time.monotonic() > ends:
                return [clock()]
        if batch.resting_until and batch.resting_until < clock() + SOON:
            pauses.append(batch.resting_until)
    return pauses


def _run_alone(batch: "Batch") -> bool:
    """A mailing that fails stops none behind it, and says that something is wrong."""
    try:
        return batch.run()
    except (OperationalError, InterfaceError):
        raise  # the database is away, for all of them
    except Exception as error:  # noqa: BLE001 - whatever it is, others go on
        # Its own words may hold an address; its name holds none.
        told = {"wave": batch.wave_id, "error": type(error).__name__}
        log.error("mailing_failed", extra=told)
        running = Wave.objects.filter(pk=batch.wave_id).exclude(state=Wave.State.PAUSED)
        running.update(trouble=FAILED)
        return False


def deliver_batch(wave_id: int, *, clock: Clock | None = None) -> bool:
    """Send one batch of a mailing over one connection; False when to stop for now."""
    return Batch(wave_id, clock or DatabaseClock()).run()


@dataclass(frozen=True)
class Mail:
    outgoing: channels.Outgoing
    address_hash: str


@dataclass
class Batch:
    """One worker's share of a mailing, from the claim to the last record."""

    wave_id: int
    clock: Clock
    wait: Wait = time.sleep
    lease: uuid.UUID = field(default_factory=uuid.uuid4)
    rows: list[Delivery] = field(default_factory=list)
    # The message that went out last, and how to write down what became of it.
    unrecorded: tuple | None = None
    # What is wrong with some of its rows, or with the words of all.
    trouble: str = ""
    # When its pace lets the next message go, where that is not now.
    resting_until: datetime | None = None

    def run(self) -> bool:
        """All of it; False when to stop for now."""
        if self.hold():
            return False
        troubles = {}
        try:
            if not self.claim():
                return False
            for channel in sorted({row.channel for row in self.rows}):
                troubles[channel] = self.go_by(channel)
        finally:
            ledger.release(self.lease, self.clock())
            turning.end()
        self._tell(next(filter(None, troubles.values()), ""))
        bounces.watch(self.wave_id)
        got_through = "" in troubles.values() or not (troubles or self.trouble)
        return got_through and not self.resting_until

    def _tell(self, trouble: str) -> None:
        """What is wrong with the mailing, on its page, until it is over."""
        running = Wave.objects.filter(pk=self.wave_id).exclude(state=Wave.State.PAUSED)
        trouble = trouble or self.trouble
        if not trouble and self.wave.trouble == UNREADABLE:
            waiting = Delivery.objects.queued().filter(wave=self.wave_id)
            trouble = UNREADABLE if waiting.filter(reason=UNREADABLE).exists() else ""
        running.exclude(trouble=trouble).update(trouble=trouble)

    def hold(self) -> bool:
        """Nothing of this mailing may go out just now; the rows wait."""
        self._read_wave()
        return asking.must_wait(self.wave, self.clock())

    def _read_wave(self) -> None:
        version = turning.version_of(self.wave_id)  # before it, so never a later one
        self.wave = asking.wave_now(self.wave_id)
        self.writer = Writer(self.wave)
        self.press = Press(self.writer)
        self.texter = short_texts.Texter(self.writer)
        self.turns = turning.Turns(self.wave, version, self.lease)

    def claim(self) -> bool:
        """Take rows, with the people they go to; what nobody wants is dropped at once."""
        self.began = self.clock()
        self.rows = ledger.claim(self.wave_id, self.lease, self.began)
        if not self.rows:
            return False
        shares.note_access(self.wave, len(self.rows))
        shares.give_personal_links(self.wave, self.rows)
        lost = shares.bring_people(self.wave, self.rows, self.began)
        if lost:
            self.trouble = UNREADABLE
            ledger.put_off(lost, self.lease, self.began, UNREADABLE)
        self.rows = [row for row in self.rows if row not in lost]
        self.rows = shares.settle(self.wave, self.rows, self.lease, self.began)
        shares.choose_ways(self.rows, self.lease)
        self.pacer = Pacer.of(self.wave, self.clock, self.wait)
        self.domains = shares.domains(self.rows)
        return True

    def go_by(self, channel: str) -> str:
        """Send what goes by one channel; answers with its trouble, if it has any."""
        try:
            with channels.open_session(channel) as session:
                self.send_all(session, channel)
        except NotYet as not_yet:
            self.resting_until = not_yet.until
        except Gap as gap:
            told = {"wave": self.wave_id, "placeholders": str(gap)}
            log.warning("mailing_has_a_gap", extra=told)
            patiently(self._write_down)  # what left before it
            return GAP
        except channels.NothingLeft as nothing_left:
            trouble = nothing_left.trouble
            log.warning("mail_waits", extra={"wave": self.wave_id, "trouble": trouble})
            self._let_pass(channel)
            return trouble
        return ""

    def _let_pass(self, channel: str) -> None:
        """What goes by a channel that is down stands in the way of no other channel."""
        if ways.texted(self.wave) is not None:
            rows = [row for row in self.rows if row.channel == channel]
            now = self.clock()
            patiently(lambda: ledger.put_off(rows, self.lease, now))

    def send_all(
        self, session: channels.Session, channel: str = Delivery.Channel.EMAIL
    ) -> None:
        for row in self.rows:
            if row.channel != channel:
                continue
            if self._too_long():
                break
            if self._left_alone(row):
                continue
            self._keep_pace()
            mail = patiently(lambda row=row: self._turn_to(row))
            self.unrecorded = None
            if mail is not None:
                self._hand_over(session, row, mail)
        patiently(self._write_down)

    def _too_long(self) -> bool:
        lease = timedelta(minutes=settings.DELIVERY_LEASE_MINUTES)
        return self.clock() - self.began > lease / 2

    def _keep_pace(self) -> None:
        """Wait for the turn; what went out before is not kept unrecorded meanwhile."""
        if self.pacer.lanes:
            patiently(self._write_down)
            self.unrecorded = None
            patiently(self.pacer.turn)

    def _left_alone(self, row: Delivery) -> bool:
        """Put off, because its provider turned many away."""
        now = self.clock()
        until = self.domains.wait_until(row, now)
        if until is not None:
            patiently(lambda: ledger.postpone(row, self.lease, until, now, SLOW_DOMAIN))
        return until is not None

    def _turn_to(self, row: Delivery) -> Mail | None:
        """The one commit between two messages: record the last, take up the next.

        Asks again whether it is still wanted; None when it must not go out now.
        """
        return self._at_once(row) or self._carefully(row)

    def _at_once(self, row: Delivery) -> Mail | None:
        """In one round trip, where nothing stands against it."""
        now = self.clock()
        answer = asking.of_mailing(self.wave, row, now)
        answer = answer or asking.of_person(self.wave, row.person, now)
        if answer.person is None or not turning.may_run():
            return None
        mail = self._written(row, row.person)
        gone = self.unrecorded and turning.Gone(
            self.unrecorded[0].pk, self.unrecorded[-1]
        )
        if mail and self.turns.take(row, row.link_id, now, gone):
            return mail
        return None

    @transaction.atomic
    def _carefully(self, row: Delivery) -> Mail | None:
        """One thing after the other, on all as it stands now."""
        self._write_down()
        self._read_wave()
        now = self.clock()
        answer = asking.ask(self.wave, row, now)
        if answer.wait_until:
            ledger.postpone(row, self.lease, answer.wait_until, now)
            if answer.asleep is not None:
                ledger.let_sleep(self.wave_id, answer.asleep, now, answer.wait_until)
        elif answer.reason:
            ledger.drop(row, self.lease, answer.reason, now)
        elif row.channel != ways.of(answer.person.by_text):
            ledger.postpone(row, self.lease, now, now)  # taken anew, for the other way
        elif (mail := self._written(row, answer.person)) is None:
            ledger.drop(row, self.lease, "bad_text", now)
        elif ledger.take_in_hand(row, self.lease, now):
            return mail
        return None

    def _written(self, row: Delivery, person: Person) -> Mail | None:
        """The message as it leaves; None where its words or address can't be written."""
        row.wave = self.wave
        if row.channel == Delivery.Channel.SMS:
            return self._text_message(row, person)
        try:
            link = survey_link(self.wave, row.link, person.language)
            to, now = emails.envelope_address(person.email), self.clock()
            content = self.press.mail(row, person, link, to=to, now=now)
            if content is None:
                letter = self.writer.write(row, person, link)
                content = emails.build(row, letter, to=to, now=now)
        except Gap:
            raise
        except (KeyError, ValueError):  # a placeholder that nobody knows, a bad header
            return None
        sender = emails.return_address()
        outgoing = channels.Outgoing(to, sender, content, reference=row.pk.hex)
        return Mail(outgoing, person.email_hash)

    def _text_message(self, row: Delivery, person: Person) -> Mail:
        link = survey_link(self.wave, row.link, person.language)
        words = self.texter.write(row, person, link).encode()
        to = textable(person.phone)
        outgoing = channels.Outgoing(to, "", words, reference=row.pk.hex)
        return Mail(outgoing, keyed_hash(to))

    def _hand_over(self, session: channels.Session, row: Delivery, mail: Mail) -> None:
        try:
            sent = session.send(mail.outgoing)
        except channels.NothingLeft as nothing_left:
            tried = nothing_left.trouble == "unreachable"
            patiently(
                lambda: ledger.put_back(row, self.lease, self.clock(), tried=tried)
            )
            raise
        self.unrecorded = (row, self.lease, sent, mail.address_hash, self.clock())
        patiently(lambda: self.domains.note(row, sent.outcome, self.clock()))
        if sent.outcome != Outcome.HANDED_OVER or sent.provider_id:
            patiently(self._write_down)  # more than the next turn can say
            self.unrecorded = None

    def _write_down(self) -> None:
        if self.unrecorded:
            ledger.record(*self.unrecorded)


def patiently(step: Callable, *, wait: Callable = time.sleep):
    """Do a step that writes; while the database is away, try again until it is back.

    The message has left: only this process knows, so it does not give up before its
    lease has run out. Each step may be done twice.
    """
    tries = int(settings.DELIVERY_LEASE_MINUTES * 60) // 2
    for left in range(tries, -1, -1):
        try:
            return step()
        except (OperationalError, InterfaceError):
            if connection.in_atomic_block or not left:
                raise
            connection.close()
            wait(1)
    return None
