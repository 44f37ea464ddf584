"""The contact cap against a count by hand, over any history and any order of sending."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studies.outreach import asking, caps, wanted
from studies.outreach.delivering import deliver_batch
from studies.outreach.materializing import materialize
from studies.outreach.models import Delivery, Wave
from studies.people.models import Consent, Participant, Person
from studies.sessions.models import Booking, Letter
from tests import make
from tests.outreach.clock import START, Clock
from tests.outreach.recorder import put_in_place

pytestmark = pytest.mark.django_db
SEVERAL = settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
DAY, YEAR = timedelta(days=1), timedelta(days=365)
COUNTED = {"in_hand", "handed_over", "delivered", "complained", "uncertain"}


@dataclass(frozen=True)
class Had:
    """One invitation of somebody's past."""

    study: int
    ago: timedelta
    by: str
    state: str
    practice: bool = False


@st.composite
def invitations(draw, cap_days: int) -> Had:
    near = st.sampled_from([1, cap_days - 1, cap_days, cap_days + 1, 364, 365, 366])
    days = draw(near | st.integers(0, 400))
    off = draw(st.sampled_from([-1, 0, 1]))  # to the second
    by = draw(st.sampled_from(["mail", "mail", "visit"]))
    states = ["handed_over", "handed_over", "in_hand", "uncertain", "dropped"]
    if by == "mail":
        states += ["delivered", "complained", "bounced", "queued"]
    return Had(
        study=draw(st.integers(0, 4)),
        ago=max(days * DAY + timedelta(seconds=off), timedelta(seconds=1)),
        by=by,
        state=draw(st.sampled_from(states)),
        practice=by == "mail" and draw(st.integers(0, 5)) == 0,
    )


@dataclass(frozen=True)
class Life:
    """What somebody had, and when they agreed to take part in a study, if they did."""

    had: list[Had]
    agreed: dict[int, timedelta]


@st.composite
def lives(draw, cap_days: int) -> Life:
    had = draw(st.lists(invitations(cap_days), max_size=5))
    agreed = st.dictionaries(
        st.integers(0, 4), st.integers(0, 400).map(lambda n: n * DAY), max_size=1
    )
    return Life(had, draw(agreed))


def by_hand(life: Life, cap_days: int, in_a_year: int) -> str:
    """Why study 0 may not invite them now, counted one by one."""
    if 0 in life.agreed:
        return ""
    others = [
        one
        for one in life.had
        if one.study != 0
        and one.state in COUNTED
        and not one.practice
        # Not a new study for them when it came: they had agreed before.
        and not life.agreed.get(one.study, timedelta(-1)) > one.ago
    ]
    if any(one.ago < cap_days * DAY for one in others):
        return "cap_month"
    studies = {one.study for one in others if one.ago < YEAR}
    return "cap_year" if len(studies) >= in_a_year else ""


class Past:
    """Puts lives into the database."""

    def __init__(self, agency, now: datetime):
        self.agency, self.now = agency, now
        self.studies = [make.study(agency=agency, state="running") for _ in range(5)]
        rounds = [make.round_(study=study) for study in self.studies]
        self.activities = [make.open_activity(round=row) for row in rounds]
        self.sessions = [make.session(round=row) for row in rounds]
        self.words = make.draft_wave(
            self.activities[0], [make.person(agency=agency)]
        ).first
        self.versions = [make.consent(study=study) for study in self.studies]

    def wave(self, study: int, practice: bool = False) -> Wave:
        return Wave.objects.create(
            agency=self.agency,
            activity=self.activities[study],
            first=self.words,
            is_practice=practice,
        )

    def live(self, life: Life) -> Person:
        person = make.person(agency=self.agency)
        for one in life.had:
            self._mail(person, one) if one.by == "mail" else self._visit(person, one)
        for study, ago in life.agreed.items():
            given_row = Consent.objects.create(
                participant=self._participant(person, study),
                version=self.versions[study],
                purposes=["take_part"],
                language="en",
                way="self",
            )
            Consent.objects.filter(pk=given_row.pk).update(given_at=self.now - ago)
        return person

    def _participant(self, person: Person, study: int) -> Participant:
        found = Participant.objects.filter(study=self.studies[study], person=person)
        return found.first() or make.participant(
            study=self.studies[study], person=person
        )

    def _mail(self, person: Person, one: Had) -> None:
        at = self.now - one.ago
        moments = {"claimed_at": at}
        if one.state in ("handed_over", "delivered", "complained"):
            moments["handed_over_at"] = at
        Delivery.objects.create(
            wave=self.wave(one.study, one.practice),
            step="invitation",
            person=person,
            participant=self._participant(person, one.study),
            state=one.state,
            reason="closed" if one.state == "dropped" else "",
            due_at=at,
            **moments,
        )

    def _visit(self, person: Person, one: Had) -> None:
        booking, _new = Booking.objects.get_or_create(
            session=self.sessions[one.study],
            participant=self._participant(person, one.study),
        )
        at = self.now - one.ago
        Letter.objects.create(
            booking=booking,
            kind="invitation",
            sequence=booking.letters.count(),
            due_at=at,
            claimed_at=at,
            state=one.state,
            reason="closed" if one.state == "dropped" else "",
            handed_over_at=at if one.state == "handed_over" else None,
        )


@pytest.fixture
def past() -> Past:
    return Past(make.agency(), START)


@SEVERAL
@given(st.data(), st.sampled_from([30, 45]), st.integers(1, 3))
def test_the_cap_is_what_somebody_counts_by_hand(past, data, cap_days, in_a_year):
    people = data.draw(st.lists(lives(cap_days), min_size=4, max_size=8))
    with transaction.atomic():
        pks = [past.live(life).pk for life in people]
        wave = asking.wave_now(past.wave(0).pk)
        wave.agency.cap_days, wave.agency.cap_in_a_year = cap_days, in_a_year

        found = {many: capped(wave, pks, of_many=many) for many in (False, True)}
        transaction.set_rollback(True)

    assert found[False] == found[True]
    assert [found[False][pk] for pk in pks] == [
        by_hand(life, cap_days, in_a_year) for life in people
    ]


def capped(wave: Wave, pks: list, **fields) -> dict:
    rules = caps.for_mailing(wave, START, **fields)
    rows = Person.objects.filter(pk__in=pks).annotate(cap=wanted.first_of(rules))
    return dict(rows.values_list("pk", "cap"))


@dataclass(frozen=True)
class Plan:
    """What a day brings: mailings that begin, and in which order batches go out."""

    days: int
    begins: list[int]
    order: list[int]


PLANS = st.lists(
    st.builds(
        Plan,
        days=st.sampled_from([0, 1, 13, 29, 30, 31, 120]),
        begins=st.lists(st.integers(0, 4), max_size=2, unique=True),
        order=st.permutations(range(5)),
    ),
    min_size=3,
    max_size=7,
)


@settings(SEVERAL, max_examples=4)
@given(PLANS)
def test_no_order_in_which_mailings_send_breaks_the_cap(past, recording, plans):
    clock, recorder = recording
    clock.now, recorder.left = START, []
    with transaction.atomic():
        people = [make.person(agency=past.agency) for _ in range(2)]
        waves: dict[int, Wave] = {}
        for plan in plans:
            clock.forward(days=plan.days)
            for n in set(plan.begins) - waves.keys():
                waves[n] = started(past, n, people, clock.now)
            for n in plan.order:
                if n in waves:
                    deliver_batch(waves[n].pk, clock=clock)
        sent = Delivery.objects.filter(person__in=people, step="invitation")
        rows = list(sent.filter(state="handed_over").order_by("handed_over_at"))
        moments = [(row.person_id, row.handed_over_at) for row in rows]
        transaction.set_rollback(True)

    assert len(rows) == len(recorder.left)
    for person, at in moments:
        before = [at - there for who, there in moments if who == person and there < at]
        assert sum(ago < 30 * DAY for ago in before) == 0
        assert sum(ago < YEAR for ago in before) <= 2
        assert moments.count((person, at)) == 1


@pytest.fixture
def recording(settings, monkeypatch):
    clock = Clock()
    return clock, put_in_place(clock, settings, monkeypatch)


def started(past: Past, study: int, people: list[Person], now: datetime) -> Wave:
    wave = past.wave(study)
    wave.audience.set(people)
    wave.state, wave.started_at = Wave.State.RUNNING, now
    wave.save()
    materialize(wave, now)
    return wave
