"""A mailing whose messages come back in numbers is held until a person has looked."""

import logging

from studies.outreach.ledger import CAME_BACK
from studies.outreach.models import Delivery, DeliveryQuerySet, Wave

log = logging.getLogger(__name__)

State = Delivery.State
# Domain rules (p): after this many messages, more than one in so many came back, or was
# marked as unwanted.
AFTER, ONE_IN = 50, {State.BOUNCED: 5, State.COMPLAINED: 50}
GONE = [State.HANDED_OVER, State.DELIVERED, State.BOUNCED, State.COMPLAINED]


def watch(wave_id: int) -> bool:
    """Pause a mailing that does harm, and say why on its page; True where it did.

    What went out before the team let it go on is not held against it again. Our own
    letters to the panel go on: without them people would lose their place.
    """
    wave = Wave.objects.get(pk=wave_id)
    if wave.state != Wave.State.RUNNING or wave.is_panel:
        return False
    rows = wave.deliveries.filter(state__in=GONE)
    again = wave.deliveries.queued().filter(reason=CAME_BACK)
    if wave.resumed_at:
        rows = rows.filter(claimed_at__gt=wave.resumed_at)
        again = again.filter(since__gt=wave.resumed_at)
    waiting = again.order_by().count()
    back = {
        State.BOUNCED: rows.filter(state=State.BOUNCED).count() + waiting,
        State.COMPLAINED: rows.filter(state=State.COMPLAINED).count(),
    }
    found = [
        state
        for state, one_in in ONE_IN.items()
        if _is_past(rows, back[state] * one_in, waiting)
    ]
    if not found:
        return False
    running = Wave.objects.filter(pk=wave_id, state=Wave.State.RUNNING)
    held = running.update(state=Wave.State.PAUSED, trouble=found[0])
    log.warning("mailing_held", extra={"wave": wave_id, "trouble": found[0]})
    return bool(held)


def _is_past(rows: DeliveryQuerySet, fair: int, waiting: int) -> bool:
    """Counts no further than it must: a mailing may have a million messages.

    What waits for another try after it came back has gone, too.
    """
    if fair <= AFTER:
        return False
    return AFTER <= rows.order_by()[:fair].count() + waiting < fair
