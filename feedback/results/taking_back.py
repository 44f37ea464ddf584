from collections import Counter
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from feedback.answering import codes
from feedback.answering.models import Receipt, ResumeCode, SurveyResponse
from feedback.results import folding, quota_counts, tallying
from feedback.safety import actions as safety
from studies.evidence import erasing
from studies.evidence.models import Highlight
from studies.people import holds, withdrawals
from studies.people.models import Withdrawal
from studies.planning.models import Activity
from studies.wording.spelled_codes import readings

State = SurveyResponse.State


def find(typed: str) -> SurveyResponse | None:
    """The response that a typed code takes back; forgives spaces, case, look-alikes.

    What nobody sent has no receipt. Where it is counted all the same, the code to go on
    by takes it back.
    """
    typed_as = readings(typed, codes.LENGTH)
    receipts = Receipt.objects.filter(
        code_hash__in=[codes.code_hash(reading) for reading in typed_as]
    )
    resumes = ResumeCode.objects.filter(
        code_hash__in=[codes.resume_hash(reading) for reading in typed_as]
    )
    rows = SurveyResponse.objects.select_related(
        "version", "survey__activity__agency", "survey__activity__round__study"
    )
    unsent = Q(pk__in=resumes.values("response"), is_kept_unsent=True)
    return rows.filter(
        Q(pk__in=receipts.values("response"))
        | (unsent & Q(state__in=[State.STARTED, State.PARTIAL]))
    ).first()


def is_kept(response: SurveyResponse) -> bool:
    """Whether a legal hold forbids to erase it."""
    activity = response.survey.activity
    study_id = activity.round.study_id if activity.round else None
    return holds.pauses(activity.agency_id, study_id)


@transaction.atomic
def take_back(typed: str) -> bool:
    """Erase a response at once, and take it out of the counters exactly.

    False where the code opens nothing, also when it was used before. That we met the
    person is forgotten too, unless the round is closed: its head count is frozen then.
    Where a legal hold keeps it, the wish is kept, and carried out once it is lifted.
    """
    found = find(typed)
    if found is None:
        return False
    activity = found.survey.activity
    if is_kept(found):
        _begin(found, activity, response_id=found.pk)
        return True
    tallying.lock(found.survey_id)  # before the row, as the folder does
    response = SurveyResponse.objects.select_for_update().filter(pk=found.pk).first()
    if response is None or find(typed) != response:  # erased or sent meanwhile
        return False
    row = _begin(found, activity)
    withdrawals.add(row, _erase(response))
    withdrawals.end(row)
    return True


@transaction.atomic
def take_back_all(
    *, participants: list[int], responses: list[UUID], dry_run: bool = False
) -> Counter:
    """Erase the answers of these people, and these answers; how much went.

    Surveys are locked in one order, before the rows, as the folder does.
    """
    theirs = SurveyResponse.objects.still_there().filter(
        Q(participant__in=participants) | Q(pk__in=responses)
    )
    if dry_run:
        ids = list(theirs.values_list("pk", flat=True))
        words = Highlight.objects.filter(response_id__in=ids).count()
        return Counter(answers=len(ids), words=words)
    for survey_id in sorted(set(theirs.values_list("survey", flat=True))):
        tallying.lock(survey_id)
    went = Counter()
    for response in theirs.select_for_update(of=["self"]).order_by("pk"):
        went.update(_erase(response))
    return went


def _begin(found: SurveyResponse, activity: Activity, **more: object) -> Withdrawal:
    return withdrawals.begin(
        activity.agency,
        study=activity.study,
        what=Withdrawal.What.ANSWER,
        asked=Withdrawal.Asked.CODE,
        **more,
    )


def _erase(response: SurveyResponse) -> dict[str, int]:
    """The survey's lock and the row are the caller's."""
    Receipt.objects.filter(response=response.pk).delete()
    quota_counts.give_back(response, response.survey.activity.round)
    if response.folded is not None:
        folding.unfold(response)
    words = erasing.erase_words(response.pk)
    safety.forget(response.pk)
    response.answers, response.choice_orders = {}, {}
    response.calculated = response.folded = None
    response.merging = {}
    response.participant = response.personal_link = response.submitted_at = None
    response.consent_version, response.consent_language = None, ""
    response.consents = {}
    response.signs, response.is_left_out = None, False
    response.over_quota, response.is_over_quota = [], False
    response.judgments.all().delete()
    response.help, response.proxy_reason = [], ""
    response.state = State.WITHDRAWN
    response.save()
    return {"answers": 1, "words": words}
