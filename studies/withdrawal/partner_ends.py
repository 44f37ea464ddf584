"""What is over of partners and front-line offices, kind by kind, as in `ends`."""

from collections import Counter
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from studies.agencies.models import Agency
from studies.partner_page.models import PartnerProblem
from studies.partners.models import (
    Observation,
    OfficeAddress,
    OfficeMonth,
    PartnerContact,
)
from studies.partners.partnerships import start_of
from studies.people import access, holds
from studies.people.models import AccessLog, Where
from studies.people.models.panel import months_from
from studies.withdrawal.ends import CONTACT_DAYS, Ended, over, rows_that_end

# Notes of staff that belong to no study stay as long as answers do by default; what
# offices were told stays for the year after next to be compared with (p).
OBSERVATION_MONTHS, OFFICE_MONTHS = 12, 24


def observations(agency: Agency, today: date, *, dry_run: bool) -> Ended:
    """With the words of their study; those of none, twelve months after the day."""
    before = months_from(today, -OBSERVATION_MONTHS)
    of_none = Q(study=None, seen_on__lt=before)
    rows = Observation.objects.within(agency).filter(
        of_none | Q(study__in=list(over(agency, today)))
    )
    return rows_that_end("observations", rows, agency, "study", dry_run=dry_run)


def problems(agency: Agency, today: date, *, dry_run: bool) -> Ended:
    """What partners wrote to us on their pages, with the words of the study."""
    rows = PartnerProblem.objects.within(agency)
    rows = rows.filter(study__in=list(over(agency, today)))
    return rows_that_end("problems", rows, agency, "study", dry_run=dry_run)


def office_mails(agency: Agency, today: date, *, dry_run: bool) -> Ended:
    """What stood in the monthly mails to our own offices."""
    before = months_from(today, -OFFICE_MONTHS)
    rows = OfficeMonth.objects.within(agency).filter(month__lt=before.replace(day=1))
    return rows_that_end("office_mails", rows, agency, "", dry_run=dry_run)


@transaction.atomic
def contacts(agency: Agency, today: date, *, dry_run: bool) -> Ended:
    """Names and addresses at partners and offices that were archived 30 days ago."""
    before = start_of(today - CONTACT_DAYS, agency) + timedelta(days=1)
    found = [
        model.objects.filter(partner__agency=agency, partner__archived_at__lt=before)
        for model in (PartnerContact, OfficeAddress)
    ]
    number = Counter(partner_contacts=sum(rows.count() for rows in found))
    if holds.pauses(agency.pk):
        return Ended(held=+number)
    people = number["partner_contacts"]
    if people and not dry_run:
        for rows in found:
            rows.delete()
        access.log(
            AccessLog.Act.ERASED,
            agency=agency,
            by=None,
            people=people,
            about=Where.PARTNER,
        )
    return Ended(+number)
