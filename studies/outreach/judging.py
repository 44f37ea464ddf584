"""A person says what became of a message of which the machine is not sure."""

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio import wake
from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.outreach.models import Delivery, Wave
from studies.outreach.models.trail import moved

State, Verdict = Delivery.State, Delivery.Verdict


@transaction.atomic
def judge(
    delivery_id: uuid.UUID, verdict: str, *, by: User, now: datetime | None = None
) -> bool:
    """Settle one uncertain message; False where it is settled already.

    "It arrived" counts it as sent when it was in hand. "Send it again" queues it once,
    and the question whether it is still wanted is asked again before it goes.
    """
    now = now or timezone.now()
    row = Delivery.objects.select_related("wave").get(pk=delivery_id)
    if verdict == Verdict.AGAIN and row.wave.state == Wave.State.STOPPED:
        raise Refusal(
            _(
                "Nothing was queued: this mailing is stopped, so nothing more goes "
                "out. You can still say that the message arrived."
            ),
            code="stopped",
        )
    unsure = Delivery.objects.filter(pk=delivery_id, state=State.UNCERTAIN)
    return _settle(unsure, Verdict(verdict), by, now) == 1


def _settle(unsure: QuerySet, verdict: Verdict, by: User, now: datetime) -> int:
    said = {"verdict": verdict, "judged_by": by, "judged_at": now}
    # Without its lease, a worker that comes back late can't change it any more.
    said["lease"] = None
    if verdict == Verdict.ARRIVED:
        said |= moved(State.HANDED_OVER, now)
        return unsure.update(handed_over_at=F("claimed_at"), **said)
    wake.on_commit("outreach.deliver_due")
    said |= moved(State.QUEUED, now)
    return unsure.update(due_at=now, claimed_at=None, **said)
