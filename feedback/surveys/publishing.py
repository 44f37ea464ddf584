from typing import Any

from django.db import transaction

from feedback.surveys.compiling import compile_draft, content_hash
from feedback.surveys.models import Survey, SurveyVersion
from studies.agencies.models import User
from studies.planning import actions as planning


@transaction.atomic
def publish(survey_id: int, *, by: User) -> SurveyVersion:
    """Compile the draft into the next version and open it; unchanged, keep the old."""
    survey = (
        Survey.objects.select_for_update(of=["self"])
        .select_related("activity__agency")
        .get(pk=survey_id)
    )
    document = compile_draft(survey)
    hashed = content_hash(document)
    newest = survey.versions.first()
    if newest is None or newest.content_hash != hashed:
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
    """About how long it takes: half a minute a question, at least one minute."""
    return max(1, round(len(document["questions"]) / 2))
