"""Sessions of the demo: those that were held, and one that people book now."""

from datetime import date, datetime, timedelta

from django.utils import timezone

from feedback.demo import content, translating
from feedback.demo.days import Days
from studies.agencies.models import User
from studies.people.models import Conversation, Participant
from studies.planning.models import Round
from studies.sessions import actions as sessions
from studies.sessions import booking as visits
from studies.sessions import when
from studies.sessions.booking import Needs
from studies.sessions.holidays import SATURDAY, holiday
from studies.sessions.models import Booking, Session, Slot
from studies.sessions.models.booking import State, Who

HOUR = 10


def meet(
    rounds: dict[int, Round], listed: dict[str, Participant], days: Days, *, by: User
) -> None:
    """Every talk that was held gets its visit; times to come have free seats."""
    made = {
        said["key"]: _plan(said, rounds[said["round"]], by=by)
        for said in content.load("sessions")["sessions"]
    }
    for key in ("interviews", "workshop"):
        _hold(made[key])
    _offer(made["tests"], listed, days, by=by)


def _plan(said: dict, round_: Round, *, by: User) -> Session:
    where, study = content.load("sessions")["place"], round_.study
    paid = said.get("payment") or content.load("study")["people"]["payment"]
    session = sessions.plan(
        round_,
        by=by,
        kind=said["kind"],
        title=said["title"]["en"],
        about=said["about"]["en"],
        place=where["en"],
        payment=paid["text"]["en"],
        cents=paid["amount"] * 100,
        minutes=said["minutes"],
        time_zone=study.agency.time_zone,
        languages=["en", "es"],
        has_interpreter=True,
        moderator=study.agency.members.get(user=by),
        draft=study.drafts.filter(round=round_).first(),
    )
    words = {"title": said["title"], "about": said["about"], "place": where}
    texts = [
        (session, name, said)
        for name, said in (words | {"payment": paid["text"]}).items()
    ]
    translating.keep(study.agency, texts)
    return session


def _hold(session: Session) -> None:
    """One seat for each conversation of this kind in the round, on its day."""
    talks = Conversation.objects.filter(round=session.round, method=session.kind)
    by_time: dict[datetime, list[Conversation]] = {}
    together = session.kind == Session.Kind.WORKSHOP
    for talk in talks.select_related("participant__study").order_by("held_on", "pk"):
        same_day = 0 if together else sum(at.date() == talk.held_on for at in by_time)
        hour = datetime.min.replace(hour=HOUR + 3 * same_day).time()
        at = when.moment(talk.held_on, hour, session.zone)
        by_time.setdefault(at, []).append(talk)
    for at, sat in by_time.items():
        slot = Slot.objects.create(
            session=session,
            starts_at=at,
            minutes=session.minutes,
            time_zone=session.time_zone,
            capacity=len(sat),
            taken=len(sat),
        )
        for talk in sat:
            _sat(slot, talk)


def _sat(slot: Slot, talk: Conversation) -> None:
    Booking.objects.create(
        session=slot.session,
        slot=slot,
        participant=talk.participant,
        state=State.TOOK_PART,
        booked_by=Who.PERSON,
        booked_at=slot.starts_at,
        conversation=talk,
        is_proxy=talk.is_proxy,
        is_synthetic=True,
    )


def _workdays(first: date, number: int) -> list[date]:
    """The next so many on which the house is open."""
    found, day = [], first
    while len(found) < number:
        if day.weekday() < SATURDAY and not holiday(day):
            found.append(day)
        day += timedelta(days=1)
    return found


def _offer(
    session: Session, listed: dict[str, Participant], days: Days, *, by: User
) -> None:
    """Free seats in the days after today; some people are invited, some have booked."""
    said, today = content.load("sessions")["coming"], content.load("dates")["today"]
    starts = [
        when.moment(day, datetime.min.replace(hour=hour).time(), session.zone)
        for day in _workdays(days.on(today + said["from_day"]), said["workdays"])
        for hour in said["hours"]
    ]
    slots = sessions.add_times(session.pk, starts, capacity=1, by=by)
    # In the past, so that the mails of a demo are there to read at once.
    now = min(days.at(today, HOUR), timezone.now())
    booked = [one["person"] for one in said["booked"]]
    codes = [*said["invited"], *booked, said["canceled"]]
    visits.invite(session.pk, [listed[code] for code in codes], by=by, now=now)
    rows = {row.participant_id: row for row in session.bookings.all()}
    session.bookings.update(is_synthetic=True)
    for one, slot in zip(said["booked"], slots[1::4], strict=False):
        person = listed[one["person"]]
        visits.book(
            rows[person.pk].pk,
            slot.pk,
            needs=Needs(one["needs"], one["interpreter"]),
            now=now,
        )
    visits.cancel(rows[listed[said["canceled"]].pk].pk, now=now)
