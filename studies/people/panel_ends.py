"""What time does to the panel: who never said yes, who is silent, whose year is over.

Each returns how many people it is about, and with `dry_run` changes nothing.
"""

from datetime import date

from django.db import transaction
from django.db.models import F

from studies.agencies.models import Agency
from studies.people import access, holds
from studies.people.models import AccessLog, PanelMember, Person, Where
from studies.people.models.panel import PanelMemberQuerySet

State = PanelMember.State


@transaction.atomic
def forget_unconfirmed(agency: Agency, today: date, *, dry_run: bool = False) -> int:
    """Erase the wishes that nobody at the address confirmed in time.

    An address that is also to be told what changed stays for that alone. Who had left
    before that has left again: that somebody typed their address undoes no answer.
    """
    over = PanelMember.objects.within(agency).never_confirmed(today)
    ours = _free(agency, over.filter(no_on=None))
    if dry_run:
        return ours.count()
    over.exclude(no_on=None).update(
        state=State.LEFT, left_on=F("no_on"), no_on=None, letter_on=None
    )
    people = _locked(ours)
    PanelMember.objects.filter(person__in=people).delete()
    Person.objects.filter(pk__in=people, update_requests=None).delete()
    _log(agency, len(people), Where.UNCONFIRMED)
    return len(people)


@transaction.atomic
def erase_silent(agency: Agency, today: date, *, dry_run: bool = False) -> int:
    """Erase who gave no sign for 24 months, with the contact and all its wishes."""
    ours = _free(agency, PanelMember.objects.within(agency).silent(today))
    if dry_run:
        return ours.count()
    people = _locked(ours)
    Person.objects.filter(pk__in=people).delete()
    _log(agency, len(people), Where.SILENT)
    return len(people)


@transaction.atomic
def let_go(
    agency: Agency, members: PanelMemberQuerySet, today: date, *, dry_run: bool = False
) -> int:
    """Who did not answer the yearly letter leaves by itself; they can come back.

    It is no sign of theirs, so the 24 months go on.
    """
    ours = members.within(agency).without_yearly_answer(today)
    if dry_run:
        return ours.count()
    people = _locked(ours)
    PanelMember.objects.filter(person__in=people).update(
        state=State.LEFT, left_on=today, letter_on=None, paused_until=None
    )
    return len(people)


def _free(agency: Agency, members: PanelMemberQuerySet) -> PanelMemberQuerySet:
    """Those whom no legal hold keeps."""
    if holds.pauses(agency.pk):
        return members.none()
    return holds.without_held(members)


def _locked(members: PanelMemberQuerySet) -> list:
    rows = members.select_for_update(of=["self"]).order_by("pk")
    return list(rows.values_list("person", flat=True))


def _log(agency: Agency, people: int, about: str) -> None:
    if people:
        access.log(
            AccessLog.Act.ERASED, agency=agency, by=None, people=people, about=about
        )
