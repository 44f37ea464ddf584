import uuid
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from feedback.answering import (
    agreeing,
    merging,
    quota_groups,
    statements,
    ways,
)
from feedback.answering.agreeing import Agreed
from feedback.answering.attempts import Attempt
from feedback.answering.merging import Drawn
from feedback.answering.models import SurveyResponse
from feedback.answering.stored import Stored
from feedback.safety import actions as safety
from feedback.safety import worries
from feedback.surveys.kinds import Answer
from studies.partners import openings
from studies.partners.models import InviteLink

Document = Mapping[str, Any]
State = SurveyResponse.State


def start(
    attempt: Attempt,
    *,
    survey_id: int,
    is_anonymous: bool,
    link: InviteLink | None,
    is_kept_unsent: bool = False,
    answers: Mapping[str, Answer] | None = None,
    agreed: Agreed | None = None,
) -> bool:
    """Store a response: what its address brought along, and what the person agreed to.

    False when this attempt has one already.

    `is_kept_unsent`: the first page says that what is answered counts if nobody sends
    it. An anonymous response keeps the partner at most, never the link nor the person.
    Practice uses up no link: it is no start that counts, nor later a finish.
    """
    personal = link if link and link.is_personal and not is_anonymous else None
    row = SurveyResponse(
        id=attempt.response_id,
        survey_id=survey_id,
        version_id=attempt.version_id,
        language=attempt.language,
        mode=attempt.mode,
        help=ways.kinds_of_help(attempt.mode, attempt.detail),
        proxy_reason=ways.proxy_reason(attempt.mode, attempt.detail),
        answers=dict(answers or {}),
        is_anonymous=is_anonymous,
        is_kept_unsent=is_kept_unsent,
        is_practice=attempt.is_practice,
        is_pilot=attempt.is_pilot,
        partner_id=link.partner_id if link else None,
        personal_link=personal,
        participant_id=personal.participant_id if personal else None,
        **agreeing.columns(agreed or Agreed()),
    )
    is_new = statements.insert_once(row)
    counts = not attempt.is_practice and (personal or (link and not link.is_personal))
    if is_new and counts:
        openings.note(link.pk, "starts")
    return is_new


def save(
    response_id: uuid.UUID,
    answers: Mapping[str, Answer],
    *,
    language: str,
    drawn: Drawn | None,
    stored: Stored | None,
) -> Stored | None:
    """Merge one page's answers into what is `stored`; None once sent or taken back.

    Gives what is stored then. Whoever comes second at the same moment looks again, and
    merges with what the first one saved.
    """
    while stored is not None and stored.is_open:
        merged = merging.merge(response_id, stored, answers, drawn)
        if statements.save_once(response_id, merged, language):
            return replace(
                stored,
                answers=stored.answers | merged.changes,
                clock=merged.clock,
                saves=merged.saves,
                replaced=merged.replaced,
            )
        stored = statements.find(response_id)
    return None


def keep_places(
    attempt: Attempt, document: Document, saved: Stored
) -> list[quota_groups.Group]:
    """Keep a place in each group of somebody who saved a page, for a while.

    Gives the groups that are full, once: the person is to be told before they write
    more, and what they send is over quota from then on.
    """
    if attempt.is_practice or not saved.groups:
        return []
    mine = quota_groups.of_answers(saved.groups, document, saved.answers)
    told = [group.number for group in mine if group.number in saved.over_quota]
    response_id, partner_id = attempt.response_id, saved.partner_id
    full = quota_groups.hold(response_id, mine, told=told, partner_id=partner_id)
    over = sorted([*told, *(group.number for group in full)])
    if over != list(saved.over_quota):
        statements.mark_over(response_id, over)
    return full


def change_way(attempt: Attempt) -> bool:
    """Note that somebody helps from here on, or no longer; False once it was sent."""
    rows = SurveyResponse.objects.filter(pk=attempt.response_id, state=State.STARTED)
    changed = rows.update(
        mode=attempt.mode,
        help=ways.kinds_of_help(attempt.mode, attempt.detail),
        proxy_reason=ways.proxy_reason(attempt.mode, attempt.detail),
    )
    return changed == 1


def flag(
    response: SurveyResponse,
    document: Document,
    said: Mapping[str, Answer] | None = None,
) -> None:
    """Somebody of the team looks at words that say that the person may need help.

    `said` is all that they wrote, where less than that is kept.
    """
    keys = worries.keys_of(document["questions"], said or response.answers)
    safety.raise_flags(
        response.survey_id,
        response.pk,
        keys,
        day=response.submitted_on,
        is_anonymous=response.is_anonymous,
    )
