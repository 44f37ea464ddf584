"""What people get for their time: offered, due, paid. Never tied to finishing."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.people.models import Participant, Payment
from studies.planning.models import Round

State = Payment.State


@transaction.atomic
def offer(
    participant_id: int,
    *,
    what_for: str,
    cents: int,
    currency: str = "USD",
    occasion: str = "",
    round_: Round | None = None,
    by: User | None,
) -> Payment:
    """Promise somebody a payment; the same occasion again gives the same payment.

    Without an `occasion` of its own it is the one that `what_for` names. Terms that
    were promised are not changed by a repetition.
    """
    rows = Participant.objects.select_related("study__agency")
    participant = rows.select_for_update(of=["self"]).get(pk=participant_id)
    what_for = what_for.strip()
    _refuse_terms(participant, what_for, cents, round_)
    occasion = occasion or _named(what_for, round_)
    there = participant.payments.filter(occasion=occasion).first()
    if there:
        return there
    row = Payment(
        study=participant.study,
        participant=participant,
        round=round_,
        occasion=occasion,
        what_for=what_for,
        cents=cents,
        currency=currency,
        offered_on=_today(participant),
    )
    _keep(row, by)
    return row


def due(participant_id: int, *, occasion: str, by: User | None) -> Payment | None:
    """They took part, or began to and stopped: the promise is to be kept now.

    None where nothing was offered for it. What is due, paid or refused stays so.
    """
    found = Payment.objects.filter(participant=participant_id, occasion=occasion)
    pk = found.values_list("pk", flat=True).first()
    return mark_due(pk, by=by) if pk else None


@transaction.atomic
def mark_due(payment_id: object, *, by: User | None) -> Payment:
    row = _locked(payment_id)
    if row.state == State.OFFERED:
        row.state, row.due_on = State.DUE, _today(row.participant)
        _keep(row, by)
    return row


@transaction.atomic
def not_due(participant_id: int, *, occasion: str, by: User | None) -> None:
    """It was due by mistake: the promise stands as before; paid or refused stays so."""
    found = Payment.objects.filter(participant=participant_id, occasion=occasion)
    row = found.select_for_update(of=["self"]).filter(state=State.DUE).first()
    if row:
        row.state, row.due_on = State.OFFERED, None
        _keep(row, by)


@transaction.atomic
def paid(payment_id: object, *, how: str, on: date, by: User) -> Payment:
    """Keep that it was paid, how and when; some are paid before they take part.

    What was paid stays as it is written, whoever says it again.
    """
    row = _locked(payment_id)
    if row.state == State.PAID:
        return row
    _refuse_future(on, row)
    row.state, row.how, row.settled_on = State.PAID, Payment.How(how), on
    _keep(row, by)
    return row


@transaction.atomic
def refused(payment_id: object, *, by: User) -> Payment:
    """The person does not want it, such as staff who may not take it."""
    row = _locked(payment_id)
    if row.state == State.PAID:
        raise Refusal(
            _("Nothing was changed. This is marked as paid: first say that it is not."),
            code="paid",
        )
    if row.state != State.REFUSED:
        row.state, row.settled_on = State.REFUSED, _today(row.participant)
        _keep(row, by)
    return row


@transaction.atomic
def reopen(payment_id: object, *, by: User) -> Payment:
    """It was marked by mistake, or they want it after all: it is due again."""
    row = _locked(payment_id)
    if not row.is_open:
        row.state, row.how, row.settled_on = State.DUE, "", None
        row.due_on = row.due_on or _today(row.participant)
        _keep(row, by)
    return row


def _locked(payment_id: object) -> Payment:
    rows = Payment.objects.select_for_update(of=["self"])
    return rows.select_related("participant__study__agency").get(pk=payment_id)


def _keep(row: Payment, by: User | None) -> None:
    row.marked_by = row._history_user = by
    row.save()


def _today(participant: Participant) -> date:
    return timezone.localdate(timezone=participant.study.agency.zone)


def _named(what_for: str, round_: Round | None) -> str:
    """The same words for the same round are the same occasion."""
    words = " ".join(what_for.casefold().split())
    return f"{round_.number if round_ else 0} {words}"


def _refuse_terms(
    participant: Participant, what_for: str, cents: int, round_: Round | None
) -> None:
    if not what_for:
        raise Refusal(
            _("Nothing was saved. Say what the payment is for."), code="no_occasion"
        )
    if cents < 1:
        raise Refusal(
            _("Nothing was saved. Write an amount above zero."), code="no_amount"
        )
    if round_ and round_.study_id != participant.study_id:
        raise Refusal(
            _("Nothing was saved. This round belongs to another study."),
            code="other_study",
        )


def _refuse_future(on: date, row: Payment) -> None:
    if on > _today(row.participant):
        raise Refusal(
            _("Nothing was saved. This day has not come yet: mark what is paid."),
            code="future",
        )
