"""A person leaves: one study, or everything. One transaction each, all or nothing."""

from collections import Counter

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from studies import signals
from studies.agencies.models import User
from studies.evidence import erasing
from studies.evidence.models import Highlight
from studies.outreach import leaving
from studies.people import holds, panel, withdrawals
from studies.people.models import (
    Participant,
    Person,
    UpdateRequest,
    Where,
    Withdrawal,
)
from studies.sessions import erasing as visits
from studies.sessions.models import Note

Asked, State, What = Withdrawal.Asked, Withdrawal.State, Withdrawal.What


@transaction.atomic
def take_out(participant_id: int, *, asked: str, by: User | None) -> Withdrawal:
    """Erase all that one person gave to one study; a second time finds nothing more.

    Their number, and what they were paid under it, stays. Where a legal hold keeps the
    rest, nothing is sent to them from now on, and it goes once the hold is lifted.
    """
    participant = _participants().get(pk=participant_id)
    row = _begin_study(participant, asked=asked, by=by)
    withdrawals.add(row, _leave(participant))
    if row.state == State.WAITING:
        carry_out(row)
    return row


def _begin_study(
    participant: Participant, *, asked: str, by: User | None
) -> Withdrawal:
    return withdrawals.begin(
        participant.study.agency,
        study=participant.study,
        participant=participant,
        what=What.STUDY,
        asked=asked,
        by=by,
    )


@transaction.atomic
def erase_person(person_id: object, *, asked: str, by: User | None) -> Withdrawal:
    """Erase all that somebody gave to any study, and then the contact."""
    person = Person.objects.select_for_update().get(pk=person_id)
    row = withdrawals.begin(
        person.agency, person=person, what=What.PERSON, asked=asked, by=by
    )
    for participant in _participants().filter(person=person).order_by("pk"):
        withdrawals.add(row, _leave(participant))
    withdrawals.add(row, {"mails": leaving.leave_all(person)})
    panel.leave(person.pk)
    carry_out(row)
    return row


def forecast(participant: Participant) -> Counter:
    """How much would go of one study; nothing is changed."""
    went = Counter(_answers(participants=[participant.pk], dry_run=True))
    talks = participant.conversations.all()
    words = Highlight.objects.filter(conversation__in=talks)
    went.update(
        words=words.count(),
        talks=talks.count(),
        notes=Note.objects.filter(booking__participant=participant).count(),
    )
    return +went


@transaction.atomic
def carry_out(row: Withdrawal) -> bool:
    """Erase what may go now; whether that was all of it."""
    if row.what == What.STUDY:
        is_all = _erase_unless_held(row, row.participant)
    elif row.what == What.ANSWER:
        is_all = not holds.pauses(row.agency_id, row.study_id)
        if is_all:
            withdrawals.add(row, _answers(responses=[row.response_id]))
    else:
        is_all = _erase_all_of(row)
    if is_all:
        withdrawals.end(row)
    return is_all


def _erase_all_of(row: Withdrawal) -> bool:
    """Each study by itself; the contact goes when nothing keeps any of them.

    What a hold keeps of a study waits in a row of that study: it has to go as well
    where the contact goes in another way meanwhile.
    """
    person = Person.objects.select_for_update().filter(pk=row.person_id).first()
    if person is None:  # went another way meanwhile
        return True
    if row.what == What.PERSON:
        for participant in _participants().filter(person=person).order_by("pk"):
            if not _erase_unless_held(row, participant):
                _begin_study(participant, asked=row.asked, by=row.by)
    if holds.pauses_person(person.agency_id, person.pk):
        return False
    withdrawals.add(row, {"contact": 1})
    panel.erase_contact(person, about=Where.TAKEN_BACK)
    return True


def _erase_unless_held(row: Withdrawal, participant: Participant) -> bool:
    if holds.pauses(participant.study.agency_id, participant.study_id):
        return False
    withdrawals.add(row, _erase(participant))
    return True


def _leave(participant: Participant) -> Counter:
    """What happens at once, whatever is kept: nothing is sent, nothing is booked."""
    if participant.withdrawn_on is None:
        zone = participant.study.agency.zone
        participant.withdrawn_on = timezone.localdate(timezone=zone)
        participant.save(update_fields=["withdrawn_on"])
    return Counter(
        mails=leaving.leave_study(participant),
        bookings=visits.cancel_for(participant.pk),
    )


def _erase(participant: Participant) -> Counter:
    went = Counter(_answers(participants=[participant.pk]))
    went.update(erasing.erase_talks(participant))
    went["notes"] += visits.erase_for(participant.pk)
    told = UpdateRequest.objects.filter(
        study=participant.study_id, person=participant.person_id
    )
    went["requests"] += told.delete()[0] if participant.person_id else 0
    participant.needs, participant.language = [], ""
    participant.save(update_fields=["needs", "language"])
    participant.segments.clear()
    participant.introductions.all().delete()
    return went


def _answers(
    *, participants: list = (), responses: list = (), dry_run: bool = False
) -> Counter:
    return signals.ask(
        signals.answers_taken_back,
        Withdrawal,
        participants=list(participants),
        responses=list(responses),
        dry_run=dry_run,
    )


def _participants() -> QuerySet[Participant]:
    rows = Participant.objects.select_related("study__agency")
    return rows.select_for_update(of=["self"])
