"""The panel: people who asked to be asked again. Only they move themselves, or time."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency
from studies.people import access, holds, withdrawals
from studies.people.models import (
    AccessLog,
    PanelMember,
    Person,
    WaitingRequest,
    Where,
    Withdrawal,
)
from studies.people.models.panel import BY_NUMBER, next_panel_number
from studies.planning.models import Study

State = PanelMember.State


def is_asked(study_id: int, email_hash: str) -> bool:
    """Somebody at this address is asked by the study's agency, or will be."""
    agency = Study.objects.filter(pk=study_id).values("agency")
    here = PanelMember.objects.filter(agency__in=agency, person__email_hash=email_hash)
    return here.exclude(state=State.LEFT).exists()


def add(person: Person) -> PanelMember:
    """Keep a wish that does not count yet: a mail asks for the yes first."""
    agency = Agency.objects.select_for_update().get(pk=person.agency_id)
    today = timezone.localdate(timezone=agency.zone)
    return PanelMember.objects.create(
        agency=agency,
        person=person,
        number=next_panel_number(agency),
        asked_on=today,
        sign_on=today,
    )


def comes_back(agency: Agency, email_hash: str) -> bool:
    """Whether the address has a row already; who had left is asked for a yes anew.

    Anybody can type the address, so their no holds until that yes.
    """
    rows = PanelMember.objects.select_for_update(of=["self"])
    ours = rows.filter(agency=agency, person__email_hash=email_hash)
    members = list(ours.order_by("number"))
    if members and all(row.state == State.LEFT for row in members):
        row, today = members[0], timezone.localdate(timezone=agency.zone)
        row.no_on, row.left_on = row.left_on, None
        row.state, row.asked_on = State.PENDING, today
        row.confirmed_on = row.letter_on = None
        row.save()
    return bool(members)


@dataclass(frozen=True)
class Wishes:
    """How somebody wants to be asked, as they said on their own page."""

    language: str
    channels: list[str]
    phone: str = ""
    paused_until: date | None = None
    # Where their clock is: empty as the agency's, None where they were not asked.
    time_zone: str | None = None


def say_yes(person_id: uuid.UUID) -> bool:
    """They want to be asked, now or still; also the way back for who had left."""

    def move(row: PanelMember, today: date) -> None:
        row.state, row.confirmed_on = State.CONFIRMED, today
        row.letter_on = row.left_on = row.no_on = None

    return _moved(person_id, move)


def leave(person_id: uuid.UUID) -> bool:
    """Nobody asks them again, from now on. Their row stays, so they can come back."""

    def move(row: PanelMember, today: date) -> None:
        if row.state == State.LEFT:
            return
        row.state, row.left_on = State.LEFT, today
        row.letter_on = row.paused_until = row.no_on = None

    return _moved(person_id, move)


def save_wishes(person_id: uuid.UUID, wishes: Wishes) -> bool:
    """Keep how they want to be asked. Saying so is a yes for another year."""
    by_number = BY_NUMBER.intersection(wishes.channels)
    if by_number and not wishes.phone:
        raise Refusal(
            _("Nothing was saved. To be called, write your phone number."),
            code="no_phone",
        )

    def move(row: PanelMember, today: date) -> None:
        if row.state != State.CONFIRMED:
            raise Refusal(
                _("Nothing was saved. First say that you want to be asked."),
                code="not_confirmed",
            )
        row.channels, row.paused_until = wishes.channels, wishes.paused_until
        row.confirmed_on, row.letter_on = today, None
        row.person.language = wishes.language
        row.person.phone = wishes.phone if by_number else ""
        if wishes.time_zone is not None:
            row.person.time_zone = wishes.time_zone
        row.person.save(update_fields=["language", "time_zone", "phone", "phone_hash"])
        access.log(
            AccessLog.Act.CHANGED,
            agency=row.agency,
            by=None,
            people=1,
            about=Where.OWN_PAGE,
        )

    return _moved(person_id, move)


@transaction.atomic
def _moved(person_id: uuid.UUID, move: Callable[[PanelMember, date], None]) -> bool:
    """Move one row and note the sign of life; False where it is no longer there."""
    rows = PanelMember.objects.select_for_update(of=["self"])
    row = rows.filter(person=person_id).select_related("person", "agency").first()
    if row is None:
        return False
    today = timezone.localdate(timezone=row.agency.zone)
    move(row, today)
    row.sign_on = today
    row.save()
    return True


@transaction.atomic
def remove(person_id: uuid.UUID) -> Withdrawal | None:
    """Erase an address that somebody else typed, or that its owner wants gone.

    Where a legal hold keeps it, nobody asks or writes to them from now on, and it goes
    by itself afterwards. None where it is gone already.
    """
    rows = Person.objects.select_related("agency").select_for_update(of=["self"])
    person = rows.filter(pk=person_id).first()
    if person is None:
        return None
    row = withdrawals.begin(
        person.agency,
        what=Withdrawal.What.ADDRESS,
        asked=Withdrawal.Asked.LINK,
        person=person,
    )
    if holds.pauses_person(person.agency_id, person.pk):
        leave(person.pk)
    else:
        withdrawals.add(row, {"contact": 1})
        withdrawals.end(row)
        erase_contact(person)
    return row


def erase_contact(person: Person, about: str = Where.OWN_PAGE) -> None:
    """The person's row in the vault; call it where nothing forbids it.

    With it goes what was asked at the same address today, and would make a new row.
    """
    waiting = WaitingRequest.objects.filter(
        study__agency=person.agency_id, email_hash=person.email_hash
    )
    holds.without_held_studies(waiting).delete()
    access.log(
        AccessLog.Act.ERASED, agency=person.agency, by=None, people=1, about=about
    )
    person.delete()
