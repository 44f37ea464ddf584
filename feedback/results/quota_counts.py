"""Whom the quotas of a survey count, by its answers: for making one, and for mending."""

from collections import Counter
from collections.abc import Collection

from feedback.answering import quota_groups
from feedback.answering.models import SurveyResponse
from feedback.results.folding import documents_of
from studies.partners import quota_places
from studies.partners.models import Quota
from studies.planning.models import Round

CHUNK = 2000


def heard(
    survey_id: int, question_key: str, codes: Collection[str], *, number: int = 0
) -> dict[int | None, int]:
    """{partner: people who finished, count, and answered so}; `number`: of the quota.

    Nobody stands for those who came without a partner.
    """
    rows = SurveyResponse.objects.counted().submitted().filter(survey=survey_id)
    rows = rows.filter(answers__has_key=question_key)
    if number:
        rows = rows.exclude(over_quota__contains=[number])
    found: Counter[int | None] = Counter()
    chosen = rows.values_list("partner_id", f"answers__{question_key}")
    for partner_id, answer in chosen.iterator(chunk_size=CHUNK):
        said = answer.get("codes") or [answer.get("code")]
        found[partner_id] += not set(codes).isdisjoint(said)
    return +found


def of_response(response: SurveyResponse) -> list[int]:
    """The quotas that count this response, archived ones with them."""
    if not (response.is_finished and not response.is_practice):
        return []
    quotas = Quota.objects.filter(activity__survey=response.survey_id)
    groups = quota_groups.of_quotas(quotas)
    if not groups:
        return []
    document = documents_of({response.version_id})[response.version_id]
    return [
        group.quota_id
        for group in quota_groups.of_answers(groups, document, response.answers)
        if group.number not in response.over_quota
    ]


def give_back(response: SurveyResponse, round_: Round | None) -> None:
    """Its person is counted no more: somebody else may have the place.

    A closed round keeps its head count, and so do its quotas.
    """
    quota_places.let_go(response.pk)
    is_frozen = round_ is not None and round_.state == Round.State.CLOSED
    if not (response.is_left_out or is_frozen):
        mine = of_response(response)
        quota_places.give_back(mine, partner_id=response.partner_id)


def count_again(response: SurveyResponse) -> None:
    mine = of_response(response)
    if mine:
        quota_places.add_taken(mine, partner_id=response.partner_id)
