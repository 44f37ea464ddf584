from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio import wake
from cxstudio.refusal import Refusal
from feedback.safety.models import SafetyFlag
from studies.agencies.models import User

State = SafetyFlag.State


def raise_flags(
    survey_id: int,
    response_id: UUID,
    keys: Iterable[str],
    *,
    day: date,
    is_anonymous: bool,
) -> None:
    """One open flag for each answer in which somebody may need help; twice is once.

    The owner of the study is told by mail, see `telling`: of an anonymous answer not
    before the next full hour, so that the mail does not say when it was sent.
    """
    flags = [
        SafetyFlag(
            survey_id=survey_id,
            response=response_id,
            question_key=key,
            raised_on=day,
        )
        for key in keys
    ]
    if flags:
        SafetyFlag.objects.bulk_create(flags, ignore_conflicts=True)
        if not is_anonymous:
            wake.on_commit("safety.tell_owner", survey_id)


def close(response_id: UUID, *, note: str, by: User) -> bool:
    """Close all that is open about one person, with what was done; False for nothing."""
    note = note.replace("\x00", "").strip()
    if not note:
        raise Refusal(
            _("Not closed yet. Write what was done, then close it."), code="no_note"
        )
    found = SafetyFlag.objects.open().filter(response=response_id)
    today = timezone.localdate()
    closed = {"state": State.CLOSED, "closed_by": by, "closed_on": today}
    return bool(found.update(note=note, **closed))


def forget(response_id: UUID, *, is_undone: bool = False) -> None:
    """The answer was taken back: nothing is left to look at, nor what was noted.

    `is_undone`: not by its person, but by staff who undid what they had keyed.
    """
    found = SafetyFlag.objects.filter(response=response_id)
    found.update(
        state=State.TAKEN_BACK,
        note=SafetyFlag.UNDONE if is_undone else "",
        closed_by=None,
        closed_on=timezone.localdate(),
    )
