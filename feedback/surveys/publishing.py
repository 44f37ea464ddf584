"""Publishing compiles the draft into the version that people see."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.checklist.whole import Line, checklist, open_stops
from feedback.surveys.comparing import changes, regrade
from feedback.surveys.compiling import compile_draft, content_hash
from feedback.surveys.drafting import locked
from feedback.surveys.minutes import minutes
from feedback.surveys.models import Survey, SurveyVersion
from studies.agencies.models import User
from studies.planning import actions as planning
from studies.planning.models import Activity


class NotReady(Refusal):
    """Publishing was refused; `lines` are the stops that are open."""

    def __init__(self, lines: list[Line]):
        reasons = " ".join(line.text for line in lines)
        message = _("Not published. Your draft is kept. Mend this first: %(reasons)s")
        super().__init__(message % {"reasons": reasons}, code="not_ready")
        self.lines = lines


@transaction.atomic
def publish(
    survey_id: int,
    *,
    by: User,
    reason: str = "",
    graded: Mapping[str, str] | None = None,
    seen: str = "",
) -> SurveyVersion:
    """Compile the draft into the next version and open it; unchanged, keep the old.

    Refused while a stop of the checklist is open, while the survey is closed, and
    without a `reason` where the meaning of something changes. `graded` is the
    publisher's own judgment of changed words, see `regrade`. `seen` is the mark of
    the draft that the publisher looked at: another one is shown before it goes out.
    """
    survey = locked(survey_id)
    if survey.activity.state == Activity.State.CLOSED:
        raise Refusal(
            _("This survey is closed. Open it again first, then publish."),
            code="closed",
        )
    stops = open_stops(checklist(survey))
    if stops:
        raise NotReady(stops)
    document, newest = compile_draft(survey), survey.versions.first()
    found = changes(newest.document, document) if newest else []
    if newest is None or found:
        _refuse_unseen(seen, draft_mark(document, newest))
        newest = _next(survey, newest, document, found, reason, graded or {}, by)
    planning.stamp_published(
        survey.activity_id,
        languages=document["languages"],
        texts=public_texts(document),
        minutes=_minutes(document),
    )
    return newest


def _next(survey, newest, document, found, reason, graded, by) -> SurveyVersion:
    """The version itself; a grave change has a reason, whoever says it is none."""
    known = {change.id for change in found}
    graded = {name: level for name, level in graded.items() if name in known}
    judged = [*found, *regrade(found, graded)]
    if any(change.is_grave for change in judged) and not reason.strip():
        raise Refusal(
            _(
                "Not published. Your draft is kept. It changes the meaning of what "
                "people answered before: write why, then publish."
            ),
            code="no_reason",
        )
    return SurveyVersion.objects.create(
        survey=survey,
        number=newest.number + 1 if newest else 1,
        document=document,
        content_hash=content_hash(document),
        published_by=by,
        reason=reason.strip(),
        graded=graded,
    )


def draft_mark(document: dict[str, Any], newest: SurveyVersion | None) -> str:
    """Names a draft and the version before it, as somebody saw them."""
    return f"{newest.number if newest else 0}-{content_hash(document)[:32]}"


def _refuse_unseen(seen: str, present: str) -> None:
    if seen and seen != present:
        raise Refusal(
            _(
                "Not published. Somebody changed the draft while you were looking at "
                "it. What it says now is below: read it, then publish."
            ),
            code="stale",
        )


def differs(survey: Survey, newest: SurveyVersion | None) -> bool:
    """Whether the draft says something else than what people see now."""
    if newest is None:
        return False
    return bool(changes(newest.document, compile_draft(survey)))


def public_texts(document: dict[str, Any]) -> dict[str, dict[str, str]]:
    """What flyers and mails may say about the survey, by language."""
    return {
        language: {
            name: document["texts"][language].get(name, "")
            for name in ("title", "purpose")
        }
        for language in document["languages"]
    }


def _minutes(document: dict[str, Any]) -> int:
    return minutes(
        document["questions"], document["texts"][document["source_language"]]
    )
