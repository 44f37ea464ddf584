"""A year of an agency: whatever people, teams and machines do, one thing after another."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from unittest import mock
from uuid import uuid4

from django.conf import settings
from django.utils import timezone

from cxstudio import wake
from cxstudio.refusal import Refusal
from studies.outreach import actions as outreach
from studies.outreach import channels, judging, ledger, panel_nights, stopping
from studies.outreach.channels.outgoing import Outcome
from studies.outreach.delivering import deliver_due
from studies.outreach.models import REACHED, Delivery, Wave
from studies.outreach.thanking import thank_due
from studies.partners.actions import stamp_finished
from studies.partners.models import InviteLink
from studies.people import actions as people
from studies.people import panel, updates
from studies.people.models import Person
from studies.planning import activities
from studies.sessions import booking as visits
from studies.sessions import mailing
from studies.sessions.booking import Needs
from studies.sessions.models import Booking
from studies.withdrawal import taking_out
from tests import make
from tests.outreach.clock import Clock
from tests.outreach.year.witness import Witness


@dataclass(frozen=True)
class Fact:
    """What was done to whom or to what, and when."""

    at: datetime
    what: str
    who: object = None
    about: object = None


@contextmanager
def witnessed(clock: Clock) -> Iterator[Witness]:
    """All mail goes to a witness, and all clocks but the database's are this one."""
    witness = Witness(clock)
    ways = settings.CHANNELS | {"email": "witness"}
    with ExitStack() as stack:
        for patch in (
            mock.patch.object(timezone, "now", clock),
            mock.patch.dict(channels.MODULES, {"witness": witness}),
            mock.patch.object(settings, "CHANNELS", ways),
            mock.patch.object(wake, "_send", mock.Mock()),
            mock.patch.object(mailing, "hand_over", witness.post),
        ):
            stack.enter_context(patch)
        yield witness


class Year:
    """Six people, six surveys in five studies and outside of them, visits, a panel."""

    def __init__(self, clock: Clock, witness: Witness, zones: list[str], **rules):
        self.clock, self.witness = clock, witness
        self.agency = make.agency(**rules)
        self.by = make.user()
        self.people = [
            make.person(
                agency=self.agency, time_zone=zone, email=f"p{n // 2}@example.org"
            )
            for n, zone in enumerate(zones)  # two of them share each address
        ]
        self.studies = [
            make.study(agency=self.agency, state="running") for _ in range(4)
        ]
        rounds = [make.round_(study=study) for study in self.studies]
        self.activities = [
            make.open_activity(round=rounds[n]) for n in (0, 0, 1, 2)
        ] + [make.open_activity(round=None, agency=self.agency, anonymous=True)]
        self.session = make.session(round=rounds[3])
        for days in range(3, 400, 40):
            at = clock.now + timedelta(days=days)
            make.slot(session=self.session, starts_at=at, capacity=9)
        self.member = make.panel_member(person=self.people[-1])
        steps = {"reminder_2": True, "thank_you": True}
        self.words = make.draft_wave(self.activities[0], self.people, **steps)
        self.facts: list[Fact] = []

    def note(self, what: str, who: object = None, about: object = None) -> None:
        self.facts.append(Fact(self.clock.now, what, who, about))

    def play(self, hours: int, deed: str, first: int, second: int) -> None:
        """Time goes by, something is done, and the workers run."""
        parts = 2 if hours > 30 else 1
        for _part in range(parts):
            self.clock.forward(seconds=hours * 3600 // parts)
            self.run_workers()
        try:
            getattr(self, deed)(first, second)
        except Refusal:
            self.note("refused", deed)
        self.run_workers()

    def run_workers(self) -> None:
        thank_due(self.clock.now)
        deliver_due(clock=self.clock)
        mailing.deliver_due(now=self.clock.now)

    def run_out(self) -> None:
        """Two days in which nothing happens, so that it is day for everybody."""
        self.witness.outcomes.clear()
        for _part in range(8):
            self.clock.forward(hours=6)
            self.run_workers()

    def somebody(self, n: int) -> Person | None:
        return Person.objects.filter(pk=self.people[n % len(self.people)].pk).first()

    def some_wave(self, n: int) -> Wave | None:
        rows = list(Wave.objects.filter(agency=self.agency).order_by("pk"))
        return rows[n % len(rows)] if rows else None


class Deeds(Year):
    """Each is one thing that can happen; what it is about is picked by numbers."""

    def mail(self, first: int, second: int) -> None:
        activity = self.activities[first % len(self.activities)]
        chosen = [row for n, row in enumerate(self.people) if second >> n & 1]
        there = list(Person.objects.filter(pk__in=[row.pk for row in chosen]))
        wave = Wave.objects.create(
            agency=self.agency,
            activity=activity,
            first=self.words.first,
            reminder=self.words.reminder,
            second_reminder=self.words.second_reminder,
            thanks=None if activity.anonymous else self.words.thanks,
            reminder_after_days=3 + first % 9,
        )
        wave.audience.set(there)
        activity.refresh_from_db()
        if activity.state == activity.State.PAUSED:  # else it could not start
            self.resume_survey(first, second)
        outreach.start(wave.pk, by=self.by, now=self.clock.now)

    def pause_mailing(self, first: int, second: int) -> None:
        if wave := self.some_wave(first):
            outreach.pause(wave.pk, by=self.by)
            self.note("mailing_pauses", wave.pk)

    def resume_mailing(self, first: int, second: int) -> None:
        if wave := self.some_wave(first):
            outreach.resume(wave.pk, by=self.by)
            self.note("mailing_goes_on", wave.pk)

    def stop_mailing(self, first: int, second: int) -> None:
        wave = self.some_wave(first)
        if wave and second % 3 == 0:
            outreach.stop(wave.pk, by=self.by)
            self.note("mailing_ends", wave.pk)

    def pause_survey(self, first: int, second: int) -> None:
        activity = self.activities[first % len(self.activities)]
        activities.pause(activity.pk, by=self.by)
        self.note("survey_pauses", activity.pk)

    def resume_survey(self, first: int, second: int) -> None:
        activity = self.activities[first % len(self.activities)]
        activities.resume(activity.pk, by=self.by)
        self.note("survey_goes_on", activity.pk)

    def close_survey(self, first: int, second: int) -> None:
        activity = self.activities[first % len(self.activities)]
        if second % 5 == 0:
            activities.close(activity.pk, by=self.by)
            self.note("survey_ends", activity.pk)

    def answer(self, first: int, second: int) -> None:
        person = self.somebody(first)
        links = InviteLink.objects.filter(participant__person=person)
        rows = list(links.exclude(participant=None).order_by("activity_id"))
        if person and rows:
            link = rows[second % len(rows)]
            stamp_finished(link.pk)
            self.note("answers", person.pk, link.activity_id)
            self.note("joins", person.pk, link.activity.round.study_id)

    def tap_done(self, first: int, second: int) -> None:
        person = self.somebody(first)
        rows = Delivery.objects.filter(person=person, wave__activity__isnull=False)
        rows = list(rows.filter(state__in=REACHED).order_by("due_at", "pk"))
        if person and rows:
            row = rows[second % len(rows)]
            outreach.want_no_reminder(row.pk)
            self.note("taps_done", person.pk, row.wave.activity_id)

    def stop_all(self, first: int, second: int) -> None:
        if person := self.somebody(first):
            stopping.stop_messages(person.pk)
            self.note("stops", person.email)

    def want_again(self, first: int, second: int) -> None:
        if person := self.somebody(first):
            stopping.want_messages(person.pk)
            self.note("wants_again", person.email)

    def leave_panel(self, first: int, second: int) -> None:
        if panel.leave(self.member.person_id):
            self.note("leaves", self.member.person_id)

    def say_yes(self, first: int, second: int) -> None:
        if panel.say_yes(self.member.person_id):
            self.note("says_yes", self.member.person_id)

    def rest(self, first: int, second: int) -> None:
        until = self.clock.now.date() + timedelta(days=10 + second % 80)
        wishes = panel.Wishes("en", ["email"], "", until)
        if panel.save_wishes(self.member.person_id, wishes):
            self.note("rests", self.member.person_id, until)

    def night(self, first: int, second: int) -> None:
        panel_nights.tend_all(now=self.clock.now)

    def put_away(self, first: int, second: int) -> None:
        if person := self.somebody(first):
            people.archive(person.pk, by=self.by)
            self.note("put_away", person.pk)

    def bring_back(self, first: int, second: int) -> None:
        if person := self.somebody(first):
            people.bring_back(person.pk, by=self.by)
            self.note("brought_back", person.pk)

    def take_out(self, first: int, second: int) -> None:
        person = self.somebody(first)
        rows = list(person.participations.order_by("pk")) if person else []
        if rows and second % 3 == 0:
            row = rows[second % len(rows)]
            taking_out.take_out(row.pk, asked="code", by=None)
            self.note("takes_out", person.pk, row.study_id)

    def erase(self, first: int, second: int) -> None:
        person = self.somebody(first)
        if person and second % 4 == 0:
            taking_out.erase_person(person.pk, asked="link", by=None)
            self.note("is_erased", self.people[first % len(self.people)].pk)

    def move(self, first: int, second: int) -> None:
        zones = ["America/Denver", "Asia/Kolkata", "Pacific/Apia", ""]
        person = Person.objects.filter(pk=self.people[first % len(self.people)].pk)
        person.update(time_zone=zones[second % len(zones)])

    def trouble(self, first: int, second: int) -> None:
        """What the mail server says to the next ones."""
        outcomes = [Outcome.LATER, Outcome.UNCERTAIN, Outcome.REFUSED]
        self.witness.outcomes += [outcomes[n % 3] for n in (first, second)]

    def worker_dies(self, first: int, second: int) -> None:
        """It has claimed what is due, and maybe taken the first one in hand."""
        due = Delivery.objects.due(self.clock.now)
        wave = due.values_list("wave", flat=True).first()
        lease = uuid4()
        rows = ledger.claim(wave, lease, self.clock.now) if wave else []
        if rows and second % 2:
            ledger.take_in_hand(rows[0], lease, self.clock.now)
            self.note("lost", rows[0].pk)

    def judge(self, first: int, second: int) -> None:
        unsure = Delivery.objects.filter(state="uncertain").order_by("pk")
        for row in unsure[:3]:
            verdict = ["again", "arrived"][(first + second) % 2]
            judging.judge(row.pk, verdict, by=self.by, now=self.clock.now)
            self.note(verdict, row.pk)

    def ask_to_visit(self, first: int, second: int) -> None:
        if person := self.somebody(first):
            row = people.join_study(person.pk, self.studies[3].pk, by=self.by)
            visits.invite(self.session.pk, [row], by=self.by, now=self.clock.now)

    def book(self, first: int, second: int) -> None:
        rows = Booking.objects.filter(participant__person=self.somebody(first))
        free = list(self.session.slots.bookable(self.clock.now).order_by("starts_at"))
        if (row := rows.first()) and row.participant.person_id and free:
            slot = free[second % len(free)]
            visits.book(row.pk, slot.pk, needs=Needs(), now=self.clock.now)
            self.note("joins", row.participant.person_id, self.studies[3].pk)

    def cancel(self, first: int, second: int) -> None:
        rows = Booking.objects.filter(participant__person=self.somebody(first))
        if (row := rows.first()) and row.participant.person_id:
            visits.cancel(row.pk, now=self.clock.now)

    def tell_back(self, first: int, second: int) -> None:
        study = self.studies[first % 2]
        if person := self.somebody(second):
            updates.ask_for_updates(study.pk, email=person.email, language="en")
        news = f"news {second % 3}"
        make.sender(agency=study.agency)
        outreach.send_share_back(study.pk, by=None, news=news, now=self.clock.now)


ZONES = ["", "America/New_York", "America/Los_Angeles", "Pacific/Kiritimati"]
ZONES += ["Etc/GMT+12", "Australia/Lord_Howe", "Africa/Casablanca", "Asia/Kathmandu"]
# Clocks of these zones are changed in March, April, September, October and November.
BEGINS = [datetime(2026, 12, 30, tzinfo=UTC), datetime(2027, 9, 20, 5, tzinfo=UTC)]
LENGTH = timedelta(days=365)
DEEDS = [name for name in vars(Deeds) if not name.startswith("_")]
# The more usual ones come more often.
USUAL = [
    "mail",
    "mail",
    "mail",
    "mail",
    "answer",
    "ask_to_visit",
    "book",
    "night",
    *DEEDS,
]
