from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.planning import activities, pausing
from studies.planning.models import Activity, Round, Study
from studies.progress.checklists import to_start, unmet_stops
from studies.sessions.models import Booking


@transaction.atomic
def start_study(study_id: int, *, by: User) -> Study:
    """End practice: from now on answers count and messages go out. Twice is once.

    Raises Refusal with the open lines where the plan does not protect people yet.
    """
    study = Study.objects.select_for_update().get(pk=study_id)
    if study.counts:
        return study
    stops = unmet_stops(to_start(study))
    if stops:
        todo = "; ".join(line.todo for line in stops)
        raise Refusal(
            _("The study is not started yet. First: %(todo)s.") % {"todo": todo},
            code="plan_incomplete",
        )
    study.state = Study.State.RUNNING
    study.started_at = timezone.now()
    study._history_user = by
    study.save(update_fields=["state", "started_at"])
    return study


@transaction.atomic
def close_study(study_id: int, *, by: User) -> Study:
    """End a study: its surveys and rounds close, and the time for erasing begins to run.

    Refused in practice, where nothing was heard that would have to go, and while
    people have booked visits to come: they would hear from nobody. Twice is once.
    """
    study = Study.objects.select_for_update(of=["self"]).get(pk=study_id)
    if study.state == Study.State.CLOSED:
        return study
    if not study.counts:
        raise Refusal(
            _("The study is practice, so there is nothing to close."), code="practice"
        )
    if Booking.objects.coming(timezone.now()).filter(session__round__study=study):
        raise Refusal(
            _(
                "The study is not closed yet. People have booked visits that are still "
                "to come. Cancel those first, so that they are told."
            ),
            code="booked",
        )
    for pk in _asking(study):
        activities.close(pk, by=by)
    for round_ in study.rounds.exclude(state=Round.State.CLOSED):
        _move(round_, Round.State.CLOSED, by)
    study.closed_on = timezone.localdate(timezone=study.agency.zone)
    pausing.end(study)
    _move(study, Study.State.CLOSED, by)
    return study


@transaction.atomic
def reopen_study(study_id: int, *, by: User) -> Study:
    """Undo it while nothing is erased; rounds stand as before, surveys stay closed."""
    study = Study.objects.select_for_update(of=["self"]).get(pk=study_id)
    if study.state != Study.State.CLOSED:
        return study
    if study.words_erased_on:
        raise Refusal(
            _(
                "The study stays closed: what people said in it is erased, as they were "
                "promised. Begin a new study."
            ),
            code="erased",
        )
    for round_ in study.rounds.all():
        before = round_.history.exclude(state=Round.State.CLOSED).first()
        if before:
            _move(round_, before.state, by)
    study.closed_on = None
    _move(study, Study.State.RUNNING, by)
    return study


def _asking(study: Study) -> list[int]:
    """Its surveys that take answers, or could again."""
    rows = Activity.objects.filter(round__study=study)
    live = rows.filter(state__in=[Activity.State.PUBLISHED, Activity.State.PAUSED])
    return list(live.order_by("pk").values_list("pk", flat=True))


def _move(row: Study | Round, state: str, by: User) -> None:
    row.state, row._history_user = state, by
    row.save()
