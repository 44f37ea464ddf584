"""Tells the owner of a study that somebody may need help: by mail, once, in numbers."""

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cxstudio.posting import Left, hand_over
from feedback.safety import emails
from feedback.safety.models import SafetyFlag, SafetyMail
from feedback.surveys.models import Survey
from studies.agencies.models import Member
from studies.agencies.permissions import Permission
from studies.planning.models import Study

log = logging.getLogger(__name__)

QUIET = timedelta(hours=1)
# A worker begins the work of a full hour a little after it.
LATE = timedelta(minutes=5)


def tell_all(*, now: datetime | None = None) -> int:
    """Write to each owner for whom something new waits; how many mails left."""
    studies = SafetyFlag.objects.untold().values("survey__activity__round__study")
    found = Study.objects.filter(pk__in=studies).order_by("pk")
    return sum(
        tell(study_id, now=now) for study_id in found.values_list("pk", flat=True)
    )


def tell_of(survey_id: int) -> bool:
    """The same for the study of one survey; a survey without one has no owner."""
    study = Survey.objects.values_list("activity__round__study", flat=True)
    study_id = study.get(pk=survey_id)
    return study_id is not None and tell(study_id)


def tell(study_id: int, *, now: datetime | None = None) -> bool:
    """One mail about all that its owner was not told of; not within an hour of the last.

    A second call or worker finds nothing to claim. Where nobody is named who may read
    answers, it waits until somebody is.
    """
    owner = _owner(study_id)
    if owner is None:
        return False
    told = _claim(study_id, now or timezone.now())
    if not told:
        return False
    flags = SafetyFlag.objects.filter(pk__in=told)
    of_study = SafetyFlag.objects.open().filter(survey__activity__round__study=study_id)
    message = emails.may_need_help(owner, new=flags.people(), waiting=of_study.people())
    left = hand_over(message)
    if left.may_go_again:  # beat offers it again
        _give_back(study_id, told)
        log.warning("safety_mail_waits", extra={"study": study_id})
        return False
    if left != Left.YES:  # the board shows it all the same
        log.warning("safety_mail_unsure", extra={"study": study_id, "left": left})
    return True


def _owner(study_id: int) -> Member | None:
    row = Study.objects.select_related("safety_owner__user").get(pk=study_id)
    owner = row.safety_owner
    if owner is None or owner.ended_at or not owner.user.is_active:
        return None
    return owner if owner.may(Permission.RESPONSE_READ) else None


@transaction.atomic
def _claim(study_id: int, now: datetime) -> list[UUID]:
    """The flags that this mail tells of; none where another one did, or a little ago."""
    row, _is_new = SafetyMail.objects.get_or_create(study_id=study_id)
    may = Q(quiet_until=None) | Q(quiet_until__lte=now)
    until = _full_hour(now + QUIET - LATE)
    if not SafetyMail.objects.filter(may, pk=row.pk).update(quiet_until=until):
        return []
    untold = SafetyFlag.objects.untold().filter(survey__activity__round__study=study_id)
    told = list(untold.values_list("pk", flat=True))
    SafetyFlag.objects.filter(pk__in=told).update(is_told=True)
    if not told:
        transaction.set_rollback(True)
    return told


def _full_hour(moment: datetime) -> datetime:
    begun = moment.replace(minute=0, second=0, microsecond=0)
    return begun if begun == moment else begun + timedelta(hours=1)


@transaction.atomic
def _give_back(study_id: int, told: list[UUID]) -> None:
    SafetyFlag.objects.filter(pk__in=told).update(is_told=False)
    SafetyMail.objects.filter(pk=study_id).update(quiet_until=None)
