"""What the demo's nights erased, and a legal hold that is over."""

from datetime import timedelta

from feedback.demo.days import Days
from studies.agencies.models import User
from studies.people.models import LegalHold
from studies.planning.models import Study
from studies.withdrawal.models import RetentionRun

# Days from the first day of round 2, and what went in the night.
NIGHTS = ((-20, {"unsent": 2}), (-12, {}), (-3, {"unconfirmed": 1}))
HELD_FROM, HELD_UNTIL = -30, -21


def end_some(study: Study, days: Days, *, by: User) -> None:
    LegalHold.objects.create(
        agency=study.agency,
        study=study,
        reason="A records request to the county court, case 00-0000 (example)",
        since=days.on(HELD_FROM),
        set_by=by,
        lifted_on=days.on(HELD_UNTIL),
        lifted_by=by,
    )
    for offset, went in NIGHTS:
        began = days.at(offset, 4)
        run = RetentionRun.objects.create(
            agency=study.agency, went=went, ended_at=began + timedelta(seconds=2)
        )
        RetentionRun.objects.filter(pk=run.pk).update(started_at=began)
