"""A mailing to many gets ready in a worker: whom it is for, their numbers, its messages.

Each step is one transaction, which says at its end what comes next. So a worker that
dies leaves a step done or not begun, beat takes it up again, and nothing is there half
or twice. Nothing of the mailing goes out before the last step is done.
"""

import logging
from datetime import datetime

from django.db import InterfaceError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio import wake
from cxstudio.refusal import Refusal
from studies.outreach import asking, audiences, readiness
from studies.outreach.materializing import queue
from studies.outreach.models import Step, Wave
from studies.partners import actions as partners
from studies.people import actions as people

log = logging.getLogger(__name__)

# So many people are dealt with while whoever pressed Start waits for the page.
FEW = 1000
PEOPLE, NUMBERS = "people", "numbers"
GAVE_BACK, FAILED = "not_started", "not_ready"


def steps_of(wave: Wave) -> list[str]:
    """In their order; behind them it is ready."""
    numbers = [] if wave.activity.anonymous else [NUMBERS]
    return [PEOPLE, *numbers, *wave.steps_from_start]


def in_words(step: str) -> str:
    if step == PEOPLE:
        return _("Looking up whom it is for, and who may get it.")
    if step == NUMBERS:
        return _("Giving each person a number in the study.")
    return _("Writing down who gets which message: %(message)s.") % {
        "message": Step(step).label
    }


def has_few(wave: Wave) -> bool:
    """For so few people that it need not wait for a worker; asked of a draft."""
    return audiences.people_of(wave).order_by()[: FEW + 1].count() <= FEW


def all_at_once(wave: Wave, now: datetime) -> None:
    """All steps, in the transaction of whoever asks."""
    for step in steps_of(wave):
        _take(wave, step, now)


def get_all_ready() -> None:
    """Whatever a wake-up was lost for, or a worker died over."""
    running = Wave.objects.filter(state=Wave.State.RUNNING).exclude(getting_ready="")
    for wave_id in running.order_by("started_at", "pk").values_list("pk", flat=True):
        get_ready(wave_id)


def get_ready(wave_id: int) -> None:
    """Step after step; a mailing that fails says so, and stops none behind it."""
    try:
        while _next_step(wave_id):
            pass
    except Refusal:
        _give_back(wave_id)
    except (OperationalError, InterfaceError):
        raise  # the database is away, for all of them
    except Exception as error:  # noqa: BLE001 - whatever it is, others go on
        told = {"wave": wave_id, "error": type(error).__name__}
        log.error("mailing_not_ready", extra=told)
        Wave.objects.filter(pk=wave_id).update(trouble=FAILED)


@transaction.atomic
def _next_step(wave_id: int) -> bool:
    """One step, for good; False where there is none to do here."""
    if not _is_alone(wave_id):
        return False
    wave = asking.wave_now(wave_id)
    if wave.state != Wave.State.RUNNING or not wave.getting_ready:
        return False
    step, steps = wave.getting_ready, steps_of(wave)
    _take(wave, step, timezone.now())
    # Held or stopped meanwhile, it is as if this step had not begun.
    rows = Wave.objects.filter(pk=wave_id, state=Wave.State.RUNNING, getting_ready=step)
    following = [*steps, ""][steps.index(step) + 1]
    if not rows.update(getting_ready=following, trouble=""):
        transaction.set_rollback(True)
        return False
    if not following:
        wake.on_commit("outreach.deliver_due")
    return bool(following)


def _is_alone(wave_id: int) -> bool:
    """No other worker is at it; asked of no row, so that Pause and Stop need not wait."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))",
            [f"getting-ready:{wave_id}"],
        )
        return cursor.fetchone()[0]


def _take(wave: Wave, step: str, now: datetime) -> None:
    """One step of getting ready; done twice, it adds nothing."""
    if step == PEOPLE:
        audiences.freeze(wave)
        readiness.refuse_unready(wave, now)
        _make_link(wave)
    elif step == NUMBERS:
        people.join_many(wave.about.pk, wave.audience.all(), by=wave.started_by)
    else:
        queue(wave, step, wave.started_at)


def _make_link(wave: Wave) -> None:
    """The same link for everybody, so nobody can know who answered."""
    if wave.activity.anonymous:
        by = wave.started_by
        wave.link = partners.make_link(wave.activity_id, label=_("Mailing"), by=by)
        wave.save(update_fields=["link"])


@transaction.atomic
def _give_back(wave_id: int) -> None:
    """Something stands against it by now: a draft again, whose page says what."""
    wave = Wave.objects.select_for_update(no_key=True).get(pk=wave_id)
    if wave.state != Wave.State.RUNNING or not wave.getting_ready:
        return
    wave.state, wave.getting_ready, wave.trouble = Wave.State.DRAFT, "", GAVE_BACK
    wave.started_at = wave.started_by = None
    wave.is_practice = False
    wave.save()
