"""By which partner a person came: the first one is credited, others are named too."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Count
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.partners.models import Introduction, Partner
from studies.people.models import Participant
from studies.planning.models import Study


@dataclass(frozen=True)
class CameBy:
    """Who brought somebody first, and who else says that they did."""

    first: Partner
    others: tuple[Partner, ...]


@transaction.atomic
def note(participant_id: int, partners: Collection[Partner], *, by: User) -> None:
    """These partners brought the person; who was noted before stays first."""
    participant = Participant.objects.select_for_update().get(pk=participant_id)
    agency_id = participant.study.agency_id
    if any(partner.agency_id != agency_id for partner in partners):
        raise Refusal(_("This partner works with another agency."), code="other_agency")
    there = participant.introductions
    there.exclude(partner__in=partners).delete()
    for partner in partners:
        there.get_or_create(partner=partner)


def brought_twice(study: Study) -> list[tuple[Participant, CameBy]]:
    """People whom more than one partner brought; each counts once, for the first."""
    rows = Introduction.objects.filter(participant__study=study).order_by()
    several = rows.values("participant").annotate(n=Count("pk")).filter(n__gt=1)
    twice = Participant.objects.filter(pk__in=several.values("participant"))
    people = list(twice.select_related("study").order_by("number"))
    found = came_by([row.pk for row in people])
    return [(row, found[row.pk]) for row in people]


def came_by(participant_ids: Iterable[int]) -> dict[int, CameBy]:
    """{participant: by whom}; one query. Who came by nobody is not in it."""
    rows = Introduction.objects.filter(participant__in=participant_ids)
    found: dict[int, list[Partner]] = {}
    for row in rows.select_related("partner"):
        found.setdefault(row.participant_id, []).append(row.partner)
    return {pk: CameBy(first, tuple(others)) for pk, (first, *others) in found.items()}
