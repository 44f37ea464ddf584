"""Asking a survey again in another round of its study, and what is different then."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.comparing import changes
from feedback.surveys.comparing.saying import Group, grouped
from feedback.surveys.comparing.touching import Answers
from feedback.surveys.compiling import compile_draft
from feedback.surveys.copying import copy_survey
from feedback.surveys.drafting import locked, save_survey
from feedback.surveys.models import Survey
from studies.agencies.models import User
from studies.planning.models import Round


@transaction.atomic
def carry_survey(survey_id: int, *, round: Round, by: User) -> Survey:
    """A copy for another round of the same study that remembers where it came from.

    Refused where nobody was asked yet, for another study, and a second time.
    """
    old = locked(survey_id)
    newest, own = old.versions.first(), old.activity.round
    if newest is None:
        text = _("It was not published yet, so nobody was asked. Copy it instead.")
        raise Refusal(text, code="not_published")
    if own is None or own.study_id != round.study_id or own == round:
        text = _("Choose another round of the same study. Nothing was made.")
        raise Refusal(text, code="other_round")
    there = Survey.objects.current().filter(
        carried_from__survey=old, activity__round=round
    )
    if there.exists():
        text = _(
            "It was carried into this round before. Open the survey that is there."
        )
        raise Refusal(text, code="carried_before")
    new = copy_survey(old.pk, title=old.title, round=round, by=by)
    new.carried_from = newest
    return save_survey(new, by=by)


def other_rounds(survey: Survey) -> Sequence[Round]:
    """The rounds of its study into which it can be carried."""
    own = survey.activity.round
    if own is None:
        return Round.objects.none()
    rows = Round.objects.filter(study=own.study_id).exclude(pk=own.pk)
    return rows.exclude(state=Round.State.CLOSED).select_related("study")


def since_then_by_class(survey: Survey) -> list[Group]:
    """What the draft asks differently than the version that it was carried from."""
    if survey.carried_from is None:
        return []
    old, new = survey.carried_from.document, compile_draft(survey)
    return grouped(changes(old, new), old, new, Answers())
