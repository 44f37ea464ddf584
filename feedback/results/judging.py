from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.answering import waking
from feedback.answering.models import SurveyResponse
from feedback.results import folding, quota_counts, tallying
from feedback.results.models import Judgment
from studies.agencies.models import User
from studies.evidence import leaving_out
from studies.planning.models import Round


@transaction.atomic
def judge(response_id: UUID, *, leaves_out: bool, reason: str, by: User) -> bool:
    """Leave a response out of all counts, or count it, with the reason; never erases.

    Its words go out of what we learned, and come back, in the same moment.
    False where this was the last judgment already. Refused without a reason, and where
    nothing counts or the count is frozen.
    """
    reason = reason.strip()
    if not reason:
        raise Refusal(_("Nothing was changed. Write why."), code="no_reason")
    rows = SurveyResponse.objects.select_related("survey__activity__round")
    found = rows.get(pk=response_id)
    tallying.lock(found.survey_id)  # before the row, as the folder does
    response = SurveyResponse.objects.select_for_update().get(pk=response_id)
    round_ = found.survey.activity.round
    _check(response, round_)
    if not leaves_out and is_replaced(response):
        raise Refusal(
            _("This person sent all their answers later. Those count."), code="sent"
        )
    last = response.judgments.last()
    if last and last.leaves_out == leaves_out:
        return False
    if leaves_out and response.folded is not None:
        folding.unfold(response)
        response.folded = None
    if leaves_out:
        quota_counts.give_back(response, round_)
        leaving_out.put_away_words(response.pk, by=by)
    elif response.is_left_out:
        quota_counts.count_again(response)
        waking.fold_soon(response.survey_id)
        leaving_out.bring_back_words(response.pk, since=last.judged_on, by=by)
    response.is_left_out = leaves_out
    response.save(update_fields=["is_left_out", "folded"])
    Judgment.objects.create(
        response=response, leaves_out=leaves_out, reason=reason[:300], judged_by=by
    )
    return True


def is_replaced(response: SurveyResponse) -> bool:
    """Whether its person stopped part-way, and sent all by the same link later."""
    link = response.personal_link_id
    if response.is_finished or link is None:
        return False
    return SurveyResponse.objects.submitted().filter(personal_link=link).exists()


def _check(response: SurveyResponse, round_: Round | None) -> None:
    is_ended = response.state in SurveyResponse.ENDED
    if not is_ended or response.is_practice or response.is_over_quota:
        raise Refusal(_("This response does not count anyway."), code="not_counted")
    if round_ and round_.state == Round.State.CLOSED:
        raise Refusal(
            _("This round is closed, so its counts stay as they are."), code="closed"
        )
