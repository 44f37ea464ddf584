"""The team's calendar: times with who comes, under their pseudonyms alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from studies.agencies.models import Member
from studies.planning.models import Study
from studies.sessions import when
from studies.sessions.calendar import Visit
from studies.sessions.models import Booking, Session, Slot
from studies.sessions.models.booking import SEATED
from studies.sessions.models.session import MOST_MINUTES, SlotQuerySet
from studies.sessions.texts import named_texts
from studies.wording.side_by_side import open_counts
from studies.wording.tags import is_same_language, language_info


@dataclass(frozen=True)
class Line:
    """One time, and the people whom it brings."""

    slot: Slot
    time: when.Spoken
    bookings: list[Booking]
    has_begun: bool

    @property
    def is_canceled(self) -> bool:
        return self.slot.state == Slot.State.CANCELED

    @property
    def is_open(self) -> bool:
        return self.slot.state == Slot.State.OPEN


def times_of(study: Study, now: datetime, *, past: bool) -> SlotQuerySet:
    """Times of a study that are to come, or those that lie behind, newest first."""
    rows = Slot.objects.standing().filter(session__round__study=study)
    rows = rows.select_related("session__round", "session__moderator__user")
    if past:
        return rows.filter(starts_at__lte=now).order_by("-starts_at", "-pk")
    return rows.filter(starts_at__gt=now, session__archived_at=None)


def times_of_session(session: Session) -> SlotQuerySet:
    return session.slots.order_by("starts_at", "pk")


def busy(session: Session, slots: list[Slot]) -> list[Slot]:
    """Those of these times at which whoever leads the session leads another one."""
    if not (session.moderator_id and slots):
        return []
    longest = timedelta(minutes=MOST_MINUTES)
    starts = [slot.starts_at for slot in slots]
    theirs = Slot.objects.standing().filter(
        session__moderator=session.moderator_id,
        session__archived_at=None,
        starts_at__range=(min(starts) - longest, max(starts) + longest),
    )
    taken = [(other.pk, other.starts_at, other.ends_at) for other in theirs]
    return [slot for slot in slots if any(_meets(slot, *other) for other in taken)]


def _meets(slot: Slot, pk: int, starts: datetime, ends: datetime) -> bool:
    return pk != slot.pk and slot.starts_at < ends and starts < slot.ends_at


def lines(slots: Iterable[Slot], zone: ZoneInfo | None = None) -> list[Line]:
    """Each with whoever is booked; one query for all of them."""
    slots, now = list(slots), timezone.now()
    booked: dict[int, list[Booking]] = {}
    rows = Booking.objects.filter(slot__in=slots, state__in=SEATED)
    for row in rows.select_related("participant").order_by("participant__number"):
        booked.setdefault(row.slot_id, []).append(row)
    return [
        Line(
            slot,
            when.spoken(slot, zone or slot.zone),
            booked.get(slot.pk, []),
            slot.starts_at <= now,
        )
        for slot in slots
    ]


@dataclass(frozen=True)
class OtherLanguage:
    code: str
    name: str
    missing: int


def other_languages(session: Session) -> list[OtherLanguage]:
    """Languages that our pages speak, and how much of the session is not in them."""
    source = session.round.study.source_language
    codes = [c for c, _name in settings.LANGUAGES if not is_same_language(c, source)]
    missing = open_counts(named_texts(session), codes)
    return [
        OtherLanguage(code, language_info(code)["name_translated"], missing[code])
        for code in codes
    ]


def calendar_of(member: Member, now: datetime) -> list[Visit]:
    """What a member leads and has yet to come; whoever comes is a number, no name."""
    slots = Slot.objects.standing().filter(
        session__moderator=member, session__archived_at=None, starts_at__gt=now
    )
    host = urlsplit(settings.BASE_URL).hostname
    return [
        Visit(
            uid=f"time-{line.slot.pk}@{host}",
            # No row counts the changes of a time, so a later file is newer news.
            sequence=int(now.timestamp()) // 60,
            starts_at=line.slot.starts_at,
            ends_at=line.slot.ends_at,
            title=line.slot.session.title,
            about=_who(line),
            place=line.slot.session.place or line.slot.session.call_link,
            language="en",
        )
        for line in lines(slots.select_related("session"))
    ]


def _who(line: Line) -> str:
    named = ", ".join(row.participant.pseudonym for row in line.bookings)
    return named or _("Nobody has booked it yet.")
