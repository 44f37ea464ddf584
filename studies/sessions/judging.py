"""A person says what became of a mail about a visit that may not have arrived."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio import wake
from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.outreach.models.trail import moved
from studies.sessions.models import Letter

State, Verdict = Letter.State, Letter.Verdict
# A mail that came back did not arrive; it can go again once the address is mended.
MAY = {
    Verdict.ARRIVED: [State.UNCERTAIN],
    Verdict.AGAIN: [State.UNCERTAIN, State.REFUSED],
}


@transaction.atomic
def judge(
    letter_id: int, verdict: str, *, by: User, now: datetime | None = None
) -> bool:
    """Settle one mail; False where it is settled already.

    "It arrived" counts it as sent when it was in hand. "Send it again" queues it once,
    and whether it is still wanted is asked again before it goes.
    """
    now, verdict = now or timezone.now(), Verdict(verdict)
    letter = Letter.objects.select_related("booking").get(pk=letter_id)
    if verdict == Verdict.AGAIN and letter.sequence != letter.booking.sequence:
        raise Refusal(
            _(
                "Nothing was queued: the visit has changed since, so this mail is not "
                "true any more. A newer one told them."
            ),
            code="changed",
        )
    rows = Letter.objects.filter(pk=letter_id, state__in=MAY[verdict])
    said = {"verdict": verdict, "judged_by": by, "judged_at": now}
    if verdict == Verdict.ARRIVED:
        said |= moved(State.HANDED_OVER, now)
        return rows.update(handed_over_at=F("claimed_at"), **said) == 1
    wake.on_commit("sessions.deliver_due")
    said |= moved(State.QUEUED, now) | {"attempts": 0}
    return rows.update(due_at=now, claimed_at=None, **said) == 1
