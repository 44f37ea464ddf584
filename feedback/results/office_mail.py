"""The monthly mail to each office: what customers said there. Once, or not at all."""

import logging
from datetime import datetime

from django.utils import timezone

from cxstudio.posting import Left, hand_over
from feedback.results import emails
from feedback.results.office_said import said
from studies.outreach.models import Suppression
from studies.partners import offices
from studies.partners.models import OfficeMonth

log = logging.getLogger(__name__)
State = OfficeMonth.State


def tell_offices(now: datetime | None = None) -> int:
    """Tell each office that is due of last month; returns how many mails left."""
    now = now or timezone.now()
    offices.open_months(now)
    offices.set_aside_stuck(now)
    waiting = OfficeMonth.objects.filter(state=State.QUEUED).order_by("pk")
    return sum(tell(pk, now) for pk in waiting.values_list("pk", flat=True))


def tell(month_id: int, now: datetime) -> bool:
    """Send one month to one office; a second call or worker finds nothing to claim.

    What it says is settled before anything leaves: a second try says the same.
    """
    row = offices.claim(month_id, now)
    if row is None:
        return False
    if Suppression.objects.filter(address_hash=row.address.email_hash).exists():
        offices.settle(row.pk, State.DROPPED)  # they want no mail from anybody here
        return False
    if row.said is None:
        row.said = said(row.partner, row.month, row.address.language)
        row.save(update_fields=["said"])
    left = hand_over(emails.office_month(row, is_first=offices.is_first(row)))
    offices.settle(row.pk, State.after(left))
    if left != Left.YES:
        log.warning("office_mail_not_sent", extra={"month": row.pk, "left": left})
    return left == Left.YES
