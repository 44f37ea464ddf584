from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.planning.models import Study
from studies.progress.checklists import to_start, unmet_stops


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
