"""All that we sent to one person: mailings, letters to the panel, mails about visits."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from studies.outreach import telling
from studies.outreach.telling import Line, Told
from studies.people.models import Participant, Person
from studies.sessions import reasons
from studies.sessions.models import Letter
from studies.sessions.models.letter import LetterQuerySet


def to_person(person: Person) -> list[Line]:
    letters = Letter.objects.filter(booking__participant__person=person)
    return _newest_first(telling.to_person(person) + _lines(letters))


def to_participant(participant: Participant) -> list[Line]:
    letters = Letter.objects.filter(booking__participant=participant)
    return _newest_first(telling.to_participant(participant) + _lines(letters))


def _lines(letters: LetterQuerySet) -> list[Line]:
    return [_line(row) for row in letters.select_related("booking__session")]


def _line(row: Letter) -> Line:
    waits = row.state == Letter.State.QUEUED
    kind = row.get_kind_display()
    return Line(
        what=_("Visit: %(kind)s") % {"kind": kind},
        about=str(row.booking.session),
        url="",
        way=capfirst(row.get_channel_display()),
        state=row.get_state_display(),
        why=reasons.label(row.reason) if row.reason else "",
        at=row.due_at if waits else row.handed_over_at or row.claimed_at or row.due_at,
        waits=waits,
        story=story(row),
    )


def story(row: Letter) -> list[Told]:
    return [
        Told(
            Letter.State(move.state).label,
            move.at,
            reasons.label(move.reason) if move.reason else "",
        )
        for move in row.moves
    ]


def _newest_first(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: line.at, reverse=True)
