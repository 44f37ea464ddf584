"""What people of the demo got for their time: two were paid, one still waits."""

from datetime import timedelta

from feedback.demo.days import Days
from studies.agencies.models import User
from studies.people import payments
from studies.people.models import Participant, Payment
from studies.planning.models import Round

CENTS = 40_00  # what the study's plan promises for 45 minutes; a workshop is twice it
PROMISED = (
    ("P-001", 1, "Interview of 45 minutes", CENTS, Payment.How.GIFT_CARD),
    ("P-002", 1, "Interview of 45 minutes", CENTS, Payment.How.CHECK),
    ("P-018", 2, "Workshop of 90 minutes", 2 * CENTS, None),
)


def pay(
    rounds: dict[int, Round], listed: dict[str, Participant], days: Days, *, by: User
) -> None:
    """Offered a week before the talk, or when they came in; due and paid that day."""
    for code, number, what_for, cents, how in PROMISED:
        terms = {"what_for": what_for, "cents": cents, "round_": rounds[number]}
        row = payments.offer(listed[code].pk, **terms, by=by)
        payments.mark_due(row.pk, by=by)
        if how:
            payments.paid(row.pk, how=how, on=row.offered_on, by=by)
        _backdate(row, days)


def _backdate(row: Payment, days: Days) -> None:
    held = row.participant.conversations.earliest("held_on").held_on
    offered = max(held - timedelta(days=7), row.participant.joined_on)
    rows = Payment.objects.filter(pk=row.pk)
    rows.update(offered_on=offered, due_on=held)
    rows.exclude(settled_on=None).update(settled_on=held)
    for kept in row.history.all():
        kept.offered_on = offered
        kept.due_on = kept.due_on and held
        kept.settled_on = kept.settled_on and held
        day = offered if kept.state == Payment.State.OFFERED else held
        kept.history_date = days.at((day - days.start).days, 15)
        kept.save()
