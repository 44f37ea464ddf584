import json
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.answering import (
    agreeing,
    calculated,
    codes,
    merging,
    practice,
    reading,
    signs,
    waking,
    ways,
)
from feedback.answering.agreeing import Agreed, Ticked
from feedback.answering.attempts import Attempt
from feedback.answering.merging import Drawn, Merged
from feedback.answering.mismatches import mismatches
from feedback.answering.models import Receipt, SurveyResponse
from feedback.answering.stored import Stored
from feedback.safety import actions as safety
from feedback.safety import worries
from feedback.surveys.kinds import KINDS, Answer, AnswerFault
from feedback.surveys.kinds.ordering import orders
from feedback.surveys.rules import program
from studies.partners import actions as partners
from studies.partners import openings
from studies.partners.models import InviteLink

Document = Mapping[str, Any]
State = SurveyResponse.State


class SentElsewhere(Exception):
    """Not sent by this browser: no receipt is for it."""


class Unanswered(Exception):
    """Answers are missing or do not go together; `faults` says where, in order."""

    def __init__(self, faults: dict[str, AnswerFault]):
        super().__init__(list(faults))
        self.faults = faults


class Changed(Exception):
    """An answer was changed elsewhere since the page that was to send it was drawn."""


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
    is_new = _insert_once(row)
    counts = not attempt.is_practice and (personal or (link and not link.is_personal))
    if is_new and counts:
        openings.note(link.pk, "starts")
    return is_new


def find(response_id: uuid.UUID) -> Stored | None:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT state, answers, clock, merging FROM {_table()} WHERE id = %s",
            [response_id],
        )
        row = cursor.fetchone()
    if row is None:
        return None
    state, answers, clock, merging = row
    return Stored.of_row(state, json.loads(answers), clock, json.loads(merging))


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
        if _save_once(response_id, merged, language):
            whole = stored.answers | merged.changes
            return Stored(
                stored.state, whole, merged.clock, merged.saves, merged.replaced
            )
        stored = find(response_id)
    return None


def _save_once(response_id: uuid.UUID, merged: Merged, language: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table()} SET answers = answers || %s::jsonb, clock = %s, "
            "merging = %s::jsonb, language = %s "
            "WHERE id = %s AND state = %s AND clock = %s",
            [
                json.dumps(merged.changes),
                merged.clock,
                json.dumps(merged.remembered()),
                language,
                response_id,
                State.STARTED,
                merged.clock - 1,
            ],
        )
        return cursor.rowcount == 1


def change_way(attempt: Attempt) -> bool:
    """Note that somebody helps from here on, or no longer; False once it was sent."""
    rows = SurveyResponse.objects.filter(pk=attempt.response_id, state=State.STARTED)
    changed = rows.update(
        mode=attempt.mode,
        help=ways.kinds_of_help(attempt.mode, attempt.detail),
        proxy_reason=ways.proxy_reason(attempt.mode, attempt.detail),
    )
    return changed == 1


@transaction.atomic
def submit(
    attempt: Attempt,
    *,
    survey_id: int,
    document: Document,
    ticked: Ticked | None = None,
    drawn: Drawn | None = None,
    is_trapped: bool = False,
) -> bool:
    """Send the answers, once however often it is called; False when there are none.

    Answers to questions that no longer show are dropped. Raises SentElsewhere, or
    Unanswered, or Changed where the page that was `drawn` showed others, or
    ConsentChanged where the person has to be asked again, or a Refusal when the
    personal link has brought answers before; those are kept. What may speak against
    the response is noted; a person judges it.
    """
    rows = SurveyResponse.objects.select_for_update().defer("folded")
    response = rows.filter(pk=attempt.response_id).first()
    if response is None:
        return False
    if response.state != State.STARTED:
        sent = response.state == State.SUBMITTED
        is_partial = response.state == State.PARTIAL
        if is_partial or (sent and _sent_by(response) != attempt.device):
            raise SentElsewhere
        return True
    if drawn and drawn.is_older(response.merging.get("saves", {})):
        raise Changed
    agreed = agreeing.settle(response.pk, ticked)
    _mark_submitted(response, attempt, document, agreed, is_trapped)
    code = codes.receipt_code(response.pk)
    Receipt.objects.create(code_hash=codes.code_hash(code), response=response.pk)
    if response.personal_link_id:
        partners.stamp_finished(response.personal_link_id)
    elif attempt.link_id and not (attempt.is_personal or response.is_practice):
        transaction.on_commit(lambda: openings.note(attempt.link_id, "finishes"))
    if response.is_pilot:
        practice.stamp_pilots(survey_id)
    if not response.is_practice:
        waking.fold_soon(survey_id)
        flag(response, document)
    return True


def _sent_by(response: SurveyResponse) -> str:
    return response.merging.get("sent_by", "")


def flag(response: SurveyResponse, document: Document) -> None:
    """Somebody of the team looks at words that say that the person may need help."""
    keys = worries.keys_of(document["questions"], response.answers)
    day = response.submitted_on
    safety.raise_flags(response.survey_id, response.pk, keys, day=day)


def _mark_submitted(
    response: SurveyResponse,
    attempt: Attempt,
    document: Document,
    agreed: Agreed,
    is_trapped: bool,
) -> None:
    ready = program(document)
    walk = ready.walk(response.answers)
    missing = reading.unanswered(walk) or mismatches(document, walk)
    if missing:
        raise Unanswered(missing)
    asked = [q for q in walk.shown if KINDS[q["kind"]].is_asked]
    response.answers = {q["key"]: response.answers.get(q["key"], {}) for q in asked}
    response.choice_orders = orders(asked, response.pk.hex)
    response.calculated = calculated.fixed(ready, walk)
    response.merging = {"sent_by": attempt.device} if attempt.device else {}
    response.signs = signs.signs(
        asked, response.answers, began_at=attempt.began_at, is_trapped=is_trapped
    )
    response.state = State.SUBMITTED
    response.language = attempt.language
    response.submitted_on = timezone.localdate()
    if not response.is_anonymous:
        response.submitted_at = timezone.now()
    fields = ["state", "signs", "answers", "choice_orders", "calculated", "merging"]
    fields += ["language", "submitted_on", "submitted_at"]
    for name, value in agreeing.columns(agreed).items():
        setattr(response, name, value)
        fields.append(name)
    try:
        response.save(update_fields=fields)
    except IntegrityError as error:
        if "personal_link_submits_once" not in str(error):
            raise
        raise Refusal(
            _("Answers came in with this link before. We kept those."), code="used"
        ) from error


def _table() -> str:
    return connection.ops.quote_name(SurveyResponse._meta.db_table)


def _insert_once(row: SurveyResponse) -> bool:
    """INSERT … ON CONFLICT DO NOTHING, as one statement that says what it did."""
    fields = [field for field in row._meta.concrete_fields if field.name != "folded"]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    values = [
        field.get_db_prep_save(field.pre_save(row, add=True), connection)
        for field in fields
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {_table()} ({columns}) "
            f"VALUES ({', '.join(['%s'] * len(fields))}) ON CONFLICT DO NOTHING",
            values,
        )
        return cursor.rowcount == 1
