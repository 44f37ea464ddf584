"""A study that stands still for a while, says to everybody why, and goes on."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio import wake
from cxstudio.refusal import Refusal
from studies.agencies.models import User
from studies.planning.models import Study
from studies.wording.translations import SourceText, State, place, translated

# Whatever waited while it stood still.
WAITING = ("outreach.deliver_due", "sessions.deliver_due")


@transaction.atomic
def pause(study_id: int, *, reason: str, by: User) -> Study:
    """Invite nobody and let nobody begin for now; everybody may read the reason.

    Repeating changes nothing; with other words, it says those from now on.
    """
    reason = reason.strip()
    if not reason:
        raise Refusal(
            _("The study is not paused yet. Say why: everybody may read it."),
            code="no_reason",
        )
    study = _locked(study_id)
    if study.state == Study.State.CLOSED:
        raise Refusal(
            _("The study is closed, so there is nothing to pause."), code="closed"
        )
    if study.pause_reason == reason:
        return study
    if not study.is_paused:
        study.paused_at, study.paused_by = timezone.now(), by
    study.pause_reason = reason
    return _save(study, by)


@transaction.atomic
def go_on(study_id: int, *, by: User) -> Study:
    """Let go out what waited, and let people begin again. Twice is once."""
    study = _locked(study_id)
    if not study.is_paused:
        return study
    end(study)
    for task in WAITING:
        wake.on_commit(task)
    return _save(study, by)


def end(study: Study) -> None:
    """Say no more that it is paused; whoever calls it saves the study."""
    study.paused_at, study.paused_by, study.pause_reason = None, None, ""


def why(study: Study, language: str) -> tuple[str, str]:
    """Why it is paused, and the language that this is said in; one query at most.

    What translates another reason, of another time, is never shown.
    """
    source = SourceText(place(study, "pause_reason"), study.pause_reason)
    unshown = (State.MISSING, State.OUTDATED)
    if source.text and language != study.source_language:
        for row in translated([source], language):
            if row.state not in unshown:
                return row.text, language
    return source.text, study.source_language


def _locked(study_id: int) -> Study:
    return Study.objects.select_for_update(of=["self"]).get(pk=study_id)


def _save(study: Study, by: User) -> Study:
    study._history_user = by
    study.save(update_fields=["paused_at", "paused_by", "pause_reason"])
    return study
