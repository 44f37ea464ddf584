"""Sending answers: once, whole, and only when the person has seen what they need to."""

import uuid
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.answering import (
    agreeing,
    calculated,
    codes,
    deadlocks,
    kiosk,
    merging,
    practice,
    quota_groups,
    reading,
    signs,
    statements,
    waking,
)
from feedback.answering.agreeing import Ticked
from feedback.answering.attempts import Attempt
from feedback.answering.merging import Drawn
from feedback.answering.models import SurveyResponse
from feedback.answering.statements import Whole
from feedback.answering.stored import Stored
from feedback.safety import actions as safety
from feedback.safety import worries
from feedback.surveys.kinds import KINDS, Answer, AnswerFault
from feedback.surveys.kinds.ordering import orders
from feedback.surveys.rules import program
from studies.partners import actions as partners
from studies.partners import openings

Document = Mapping[str, Any]
State = SurveyResponse.State


class SentElsewhere(Exception):
    """Sent before, and maybe by somebody else than who is there now."""


class Unanswered(Exception):
    """Answers are missing or do not go together; `faults` says where, in order."""

    def __init__(self, faults: dict[str, AnswerFault]):
        super().__init__(list(faults))
        self.faults = faults


class Changed(Exception):
    """An answer was changed elsewhere since the page that was to send it was drawn."""


class NotTold(Exception):
    """A group of theirs is full, and the person has not read so yet."""


@dataclass(frozen=True)
class Page:
    """The one page of a survey as it is sent: what it says, and what it was read with."""

    read: Mapping[str, Answer]
    whole: Whole


def submit(
    attempt: Attempt,
    *,
    survey_id: int,
    document: Document,
    ticked: Ticked | None = None,
    drawn: Drawn | None = None,
    is_trapped: bool = False,
    page: Page | None = None,
) -> bool:
    """Send the answers, once however often it is called; False when there are none.

    Those of a `page` are merged in and sent by the same statement. Answers to questions
    that no longer show are dropped. Raises SentElsewhere, or Unanswered, or Changed
    where the page that was `drawn` showed others, or ConsentChanged where the person
    has to be asked again, or NotTold for a `page` whose sender is over a quota, or a
    Refusal when the personal link has brought answers before; those are kept. What may
    speak against the response is noted; a person judges it.
    """
    is_sent, known = False, page.whole if page else None
    while not is_sent:
        whole = known or statements.find_whole(attempt.response_id)
        known = None
        if whole is None:
            return False
        if not whole.stored.is_open:
            _refuse_elsewhere(whole.stored, attempt)
            return True
        if drawn and drawn.is_older(whole.stored.saves):
            raise Changed
        if page:
            whole = _with_page(whole, attempt, page, drawn)
        agreed = agreeing.settle(agreeing.standing_of(whole), ticked)
        values = _sent(whole, attempt, document, is_trapped)
        values |= agreeing.columns(agreed)
        is_sent = _send(whole, attempt, values, document, sees_all=page is None)
    if attempt.link_id and not (attempt.is_personal or whole.is_practice):
        transaction.on_commit(lambda: openings.note(attempt.link_id, "finishes"))
    if not whole.is_practice:
        waking.fold_soon(survey_id)
    return True


def _with_page(
    whole: Whole, attempt: Attempt, page: Page, drawn: Drawn | None
) -> Whole:
    """With the answers of the page that sends; nothing is replaced without a word."""
    merged = merging.merge(attempt.response_id, whole.stored, page.read, drawn)
    if drawn is None or merged.replaced:
        raise Changed
    answers = whole.stored.answers | merged.changes
    return replace(whole, stored=replace(whole.stored, answers=answers))


def _refuse_elsewhere(stored: Stored, attempt: Attempt) -> None:
    is_ours = stored.is_taken_back or stored.sent_by == attempt.device
    if stored.is_partial or kiosk.is_one(attempt) or not is_ours:
        raise SentElsewhere


@deadlocks.come_second
def _send(
    whole: Whole,
    attempt: Attempt,
    values: dict[str, Any],
    document: Document,
    *,
    sees_all: bool,
) -> bool:
    """Write all that belongs to sending, or none of it; False where it comes second."""
    response_id, day = attempt.response_id, values["submitted_on"]
    code_hash = codes.code_hash(codes.receipt_code(response_id))
    worrying = worries.keys_of(document["questions"], values["answers"])
    keys = [] if whole.is_practice else worrying
    groups = () if whole.is_practice else whole.stored.groups
    is_alone = not (whole.personal_link_id or whole.is_pilot or keys or groups)
    # One statement is whole by itself, and most people write no more.
    with nullcontext() if is_alone else transaction.atomic():
        if groups:
            places = _places(whole, response_id, document, values)
            is_new = set(places["over_quota"]) - set(whole.stored.over_quota)
            if places["is_over_quota"] and is_new and not sees_all:
                raise NotTold
            values |= places
        try:
            is_sent = statements.send_once(
                response_id, whole.stored.clock, values, code_hash
            )
        except IntegrityError as error:
            if "personal_link_submits_once" not in str(error):
                raise
            raise Refusal(
                _("Answers came in with this link before. We kept those."), code="used"
            ) from error
        if is_sent and whole.personal_link_id:
            partners.stamp_finished(whole.personal_link_id)
        if is_sent and whole.is_pilot:
            practice.stamp_pilots(whole.survey_id)
        if groups and not is_sent:  # whoever comes second took no place
            transaction.set_rollback(True)
        if is_sent:
            safety.raise_flags(
                whole.survey_id,
                response_id,
                keys,
                day=day,
                is_anonymous=whole.is_anonymous,
            )
    return is_sent


def _places(
    whole: Whole, response_id: uuid.UUID, document: Document, values: Mapping[str, Any]
) -> dict[str, object]:
    stored = whole.stored
    return quota_groups.take(
        response_id,
        quota_groups.of_answers(stored.groups, document, values["answers"]),
        told=stored.over_quota,
        partner_id=stored.partner_id,
    )


def _sent(
    whole: Whole, attempt: Attempt, document: Document, is_trapped: bool
) -> dict[str, Any]:
    """What sending changes on the response, by column."""
    answers = whole.stored.answers
    ready = program(document)
    walk = ready.walk(answers)
    missing = reading.before_sending(document, walk)
    if missing:
        raise Unanswered(missing)
    asked = [q for q in walk.shown if KINDS[q["kind"]].is_asked]
    kept = {q["key"]: answers.get(q["key"], {}) for q in asked}
    began_at = attempt.began_at
    return {
        "state": State.SUBMITTED,
        "answers": kept,
        "choice_orders": orders(asked, attempt.response_id.hex),
        "calculated": calculated.fixed(ready, walk),
        "merging": {"sent_by": attempt.device} if attempt.device else {},
        "signs": signs.signs(asked, kept, began_at=began_at, is_trapped=is_trapped),
        "language": attempt.language,
        "submitted_on": timezone.localdate(),
        "submitted_at": None if whole.is_anonymous else timezone.now(),
    }
