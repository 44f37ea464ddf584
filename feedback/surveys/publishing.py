"""Publishing compiles the draft into the version that people see."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.checklist import Line, checklist, open_stops
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
def publish(survey_id: int, *, by: User) -> SurveyVersion:
    """Compile the draft into the next version and open it; unchanged, keep the old.

    Refused while a stop of the checklist is open, and while the survey is closed.
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
    document = compile_draft(survey)
    hashed = content_hash(document)
    newest = survey.versions.first()
    if newest is None or content_hash(newest.document) != hashed:
        newest = SurveyVersion.objects.create(
            survey=survey,
            number=newest.number + 1 if newest else 1,
            document=document,
            content_hash=hashed,
            published_by=by,
        )
    planning.stamp_published(
        survey.activity_id,
        languages=document["languages"],
        texts=_public_texts(document),
        minutes=_minutes(document),
    )
    return newest


def differs(survey: Survey, newest: SurveyVersion | None) -> bool:
    """Whether the draft says something else than what people see now."""
    if newest is None:
        return False
    return content_hash(newest.document) != content_hash(compile_draft(survey))


def _public_texts(document: dict[str, Any]) -> dict[str, dict[str, str]]:
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
