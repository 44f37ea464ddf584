"""Setting and lifting legal holds, and what goes once one is lifted."""

import logging

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio import wake
from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.people import holds
from studies.people.models import LegalHold, Withdrawal
from studies.planning.models import Study
from studies.withdrawal import taking_out

log = logging.getLogger(__name__)


@transaction.atomic
def set_hold(
    agency: Agency, *, study: Study | None, reason: str, by: User
) -> LegalHold:
    """From now on nothing in its reach is erased; what is being erased ends first."""
    if not reason.strip():
        raise Refusal(_("Nothing was saved. Write the reason."), code="no_reason")
    holds.close_the_door(agency.pk)
    return LegalHold.objects.create(
        agency=agency,
        study=study,
        reason=reason.strip(),
        since=timezone.localdate(timezone=agency.zone),
        set_by=by,
    )


@transaction.atomic
def lift(hold_id: int, *, by: User) -> LegalHold:
    """What waited for it goes by itself, at once; the nights go on as before."""
    rows = LegalHold.objects.select_for_update(of=["self"]).select_related("agency")
    hold = rows.get(pk=hold_id)
    if hold.lifted_on is None:
        hold.lifted_on = timezone.localdate(timezone=hold.agency.zone)
        hold.lifted_by = by
        hold.save(update_fields=["lifted_on", "lifted_by"])
        wake.on_commit("withdrawal.carry_out_waiting")
    return hold


def carry_out_waiting(agency: Agency | None = None) -> int:
    """Erase what no hold keeps any more, each in a transaction of its own; how many."""
    waiting = Withdrawal.objects.waiting().order_by("asked_on", "pk")
    if agency is not None:
        waiting = waiting.within(agency)
    ids = list(waiting.values_list("pk", flat=True))
    return sum(_carry_out(pk) for pk in ids)


@transaction.atomic
def _carry_out(pk: object) -> bool:
    rows = Withdrawal.objects.select_for_update(of=["self"], skip_locked=True)
    related = rows.select_related("agency", "participant__study__agency")
    row = related.filter(pk=pk, state=Withdrawal.State.WAITING).first()
    return bool(row) and taking_out.carry_out(row)
