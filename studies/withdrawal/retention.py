"""The night in which everything goes whose time is over, and the report of it."""

import logging
from collections import Counter
from collections.abc import Callable
from contextlib import contextmanager
from datetime import datetime

from django.db import connection
from django.utils import timezone

from studies.agencies.models import Agency
from studies.outreach import panel_nights
from studies.people.models import Withdrawal
from studies.withdrawal import ends, holding, partner_ends
from studies.withdrawal.ends import Ended
from studies.withdrawal.models import RetentionRun

log = logging.getLogger(__name__)

# One report from all the places where something ends, in the order of the page.
KINDS: dict[str, Callable[..., Ended]] = {
    "said": ends.what_people_said,
    "contacts": ends.contacts,
    "consents": ends.consents,
    "payments": ends.payments,
    "observations": partner_ends.observations,
    "problems": partner_ends.problems,
    "office_mails": partner_ends.office_mails,
    "partner_contacts": partner_ends.contacts,
    "unsent": ends.unsent,
}


def run_all(*, now: datetime | None = None) -> list[RetentionRun]:
    """Every agency's night, each by its own day. Where another one runs, nothing is done.

    What fails keeps nothing else waiting; it is raised at the end.
    """
    with _alone() as is_ours:
        if not is_ours:
            return []
        agencies = Agency.objects.order_by("pk")
        found = [_run(agency, now or timezone.now()) for agency in agencies]
    errors = [error for _run_, failed in found for error in failed]
    if errors:
        raise ExceptionGroup("Some of the night's erasing failed", errors)
    return [run for run, _failed in found]


def _run(agency: Agency, now: datetime) -> tuple[RetentionRun, list[Exception]]:
    run, failed = RetentionRun.objects.create(agency=agency), []
    went, held = Counter(), Counter()
    for kind, work in _works(agency, now, dry_run=False):
        try:
            ended = work()
        except Exception as error:
            log.exception("retention_failed", extra={"agency": agency.pk, "kind": kind})
            failed.append(error)
            run.errors[kind] = type(error).__name__
        else:
            went, held = went + ended.went, held + ended.held
        run.went, run.held = dict(went), dict(held)
        run.save(update_fields=["went", "held", "errors"])
    run.ended_at = timezone.now()
    run.save(update_fields=["ended_at"])
    if went:
        log.info("retention_erased", extra={"agency": agency.pk, **went})
    return run, failed


def forecast(agency: Agency, *, now: datetime | None = None) -> Ended:
    """What would go in the coming night; nothing is changed."""
    total = Ended()
    for _kind, work in _works(agency, now or timezone.now(), dry_run=True):
        ended = work()
        total = Ended(total.went + ended.went, total.held + ended.held)
    return total


def _works(agency: Agency, now: datetime, *, dry_run: bool):
    """What waited for a hold, then the panel, then each kind whose time is over."""
    today = now.astimezone(agency.zone).date()
    yield "waited", lambda: _waited(agency, dry_run=dry_run)
    yield "panel", lambda: _panel(agency, now, dry_run=dry_run)
    for kind, work in KINDS.items():
        yield kind, lambda work=work: work(agency, today, dry_run=dry_run)


def _waited(agency: Agency, *, dry_run: bool) -> Ended:
    waiting = Withdrawal.objects.waiting().within(agency)
    number = 0 if dry_run else holding.carry_out_waiting(agency)
    return Ended(+Counter(waited=number), +Counter(waited=waiting.count()))


def _panel(agency: Agency, now: datetime, *, dry_run: bool) -> Ended:
    """Letters go out by the same night, after whoever has to go is gone."""
    report = panel_nights.tend(agency, now, dry_run=dry_run)
    went = Counter(unconfirmed=report.erased_unconfirmed, silent=report.erased_silent)
    return Ended(+went)


@contextmanager
def _alone():
    """One night at a time, whatever the number of workers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended('retention', 0))")
        is_ours = cursor.fetchone()[0]
    try:
        yield is_ours
    finally:
        if is_ours:
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT pg_advisory_unlock(hashtextextended('retention', 0))"
                )
