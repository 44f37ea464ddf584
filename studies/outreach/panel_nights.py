"""What is done for the panel each night: letters, goodbyes, erasing."""

import logging
from dataclasses import dataclass, fields
from datetime import datetime

from django.db.models import Exists, OuterRef
from django.utils import timezone

from studies.agencies.models import Agency
from studies.outreach import panel_letters
from studies.outreach.following import ON_THE_WAY
from studies.outreach.models import PANEL_STEPS, Delivery
from studies.people import panel_ends
from studies.people.models import PanelMember
from studies.people.models.panel import PanelMemberQuerySet

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Report:
    """How many people of an agency, or of all."""

    asked_for_a_yes: int = 0
    asked_yearly: int = 0
    left_by_itself: int = 0
    erased_unconfirmed: int = 0
    erased_silent: int = 0

    def __add__(self, other: "Report") -> "Report":
        names = [field.name for field in fields(self)]
        return Report(*(getattr(self, n) + getattr(other, n) for n in names))

    @property
    def is_empty(self) -> bool:
        return self == Report()


def tend_all(*, now: datetime | None = None, dry_run: bool = False) -> Report:
    """Every agency's panel, each in its own day; repeating finds nothing more to do."""
    now = now or timezone.now()
    agencies = Agency.objects.filter(
        Exists(PanelMember.objects.filter(agency=OuterRef("pk")))
    )
    reports = [tend(agency, now, dry_run=dry_run) for agency in agencies.order_by("pk")]
    return sum(reports, Report())


def tend(agency: Agency, now: datetime, *, dry_run: bool = False) -> Report:
    """Erase first, so that nobody who has to go is written to once more."""
    today = now.astimezone(agency.zone).date()
    ours = PanelMember.objects.within(agency)
    silent = panel_ends.erase_silent(agency, today, dry_run=dry_run)
    unconfirmed = panel_ends.forget_unconfirmed(agency, today, dry_run=dry_run)
    left = panel_ends.let_go(agency, _reached(ours), today, dry_run=dry_run)
    if dry_run:
        asked = ours.without_letter().count(), ours.due_yearly(today).count()
    else:
        asked = (
            panel_letters.ask_for_a_yes(agency, now),
            panel_letters.ask_yearly(agency, now),
        )
    report = Report(*asked, left, unconfirmed, silent)
    if not (dry_run or report.is_empty):
        log.info("panel_tended", extra={"agency": agency.pk, **vars(report)})
    return report


def _reached(members: PanelMemberQuerySet) -> PanelMemberQuerySet:
    """Without those whose letter still waits, such as for a mail server: they could
    not answer yet."""
    waits = Delivery.objects.filter(
        person=OuterRef("person"), step__in=PANEL_STEPS, state__in=ON_THE_WAY
    )
    return members.exclude(Exists(waits))
