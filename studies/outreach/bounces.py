"""A mailing whose messages come back in numbers is held until a person has looked."""

import logging

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
    if wave.resumed_at:
        rows = rows.filter(claimed_at__gt=wave.resumed_at)
    found = [state for state, one_in in ONE_IN.items() if _is_past(rows, state, one_in)]
    if not found:
        return False
    running = Wave.objects.filter(pk=wave_id, state=Wave.State.RUNNING)
    held = running.update(state=Wave.State.PAUSED, trouble=found[0])
    log.warning("mailing_held", extra={"wave": wave_id, "trouble": found[0]})
    return bool(held)


def _is_past(rows: DeliveryQuerySet, state: str, one_in: int) -> bool:
    """Counts no further than it must: a mailing may have a million messages."""
    fair = rows.filter(state=state).count() * one_in
    return fair > AFTER and AFTER <= rows.order_by()[:fair].count() < fair
