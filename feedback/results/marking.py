from uuid import UUID

from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.answering.masking import mask
from feedback.answering.models import SurveyResponse
from studies.agencies.models import User
from studies.evidence import actions as evidence
from studies.evidence.models import Highlight


def mark(response_id: UUID, question_key: str, *, by: User) -> Highlight:
    """Keep one answer in somebody's own words as "what people said"; twice keeps one.

    The words are masked first. Practice and surveys outside a study have no evidence,
    and whoever was asked and did not agree is not quoted.
    """
    rows = SurveyResponse.objects.ended().select_related(
        "survey__activity__round__study", "consent_version"
    )
    response = rows.get(pk=response_id)
    round_ = response.survey.activity.round
    if round_ is None:
        raise Refusal(
            _("This survey belongs to no study, so nothing can be kept for one."),
            code="no_study",
        )
    if response.is_practice:
        raise Refusal(
            _("This response is practice. Mark what real people said."),
            code="practice",
        )
    if response.is_left_out:
        raise Refusal(
            _("This response is left out. Count it again to keep its words."),
            code="left_out",
        )
    if not response.may_quote:
        raise Refusal(
            _(
                "Not saved: this person did not agree to be quoted. Read the answer "
                "and learn from it, but leave the words where they are."
            ),
            code="no_consent",
        )
    return evidence.highlight(
        study=round_.study,
        round=round_,
        words=mask(response.answers.get(question_key, {}).get("text", "")),
        language=response.language,
        by=by,
        response_id=response.pk,
        question_key=question_key,
        consent_version=response.consent_version,
        voice=_voice(response),
        is_synthetic=response.is_synthetic,
    )


def _voice(response: SurveyResponse) -> str:
    """A proxy counts for a person who could not take part; any other stands apart."""
    if response.mode != SurveyResponse.Mode.PROXY:
        return Highlight.Voice.OWN
    if response.is_for_who_could_not:
        return Highlight.Voice.PROXY
    return Highlight.Voice.APART


def marked(response_ids: list[UUID]) -> set[tuple[UUID, str]]:
    """(response, question key) of answers that are kept as what people said."""
    kept = Highlight.objects.current().filter(response_id__in=response_ids)
    return set(kept.values_list("response_id", "question_key"))
