"""Sheets on the way into the survey's answers, and out again."""

import uuid
from collections.abc import Collection, Mapping
from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from feedback.answering import actions as answering
from feedback.answering import (
    agreeing,
    calculated,
    codes,
    leaving_out,
    quota_groups,
    signs,
    waking,
)
from feedback.answering.agreeing import Agreed
from feedback.answering.models import Receipt, SurveyResponse
from feedback.keying.form_names import PaperForm
from feedback.keying.rows import rows_of
from feedback.results import taking_back
from feedback.safety import actions as safety
from feedback.surveys.kinds import KINDS, Answer
from feedback.surveys.models import Survey
from feedback.surveys.rules import program
from studies.partners.models import Quota

State, Mode = SurveyResponse.State, SurveyResponse.Mode


@transaction.atomic
def save(
    response_id: uuid.UUID,
    form: PaperForm,
    answers: Mapping[str, Answer],
    *,
    purposes: Collection[str] = (),
    kept: Collection[str] = (),
    day: date | None = None,
) -> bool:
    """Store one sheet as a finished response; False when this id was stored before.

    Nothing is asked for that the person left empty. Answers to questions that the rules
    did not show are dropped, unless `kept` names them; words in them that say that
    somebody may need help raise a flag all the same. The survey need not be open, because paper comes in late; while it or its study practices, the sheet is practice. A sheet has
    a day and no time, and who keyed it is not stored.
    """
    survey = Survey.objects.select_related("activity__round__study").get(
        pk=form.version.survey_id
    )
    row = SurveyResponse(
        id=response_id,
        survey=survey,
        version=form.version,
        language=form.language,
        mode=Mode.PAPER,
        state=State.SUBMITTED,
        is_anonymous=form.edition.document["anonymous"],
        is_practice=survey.activity.in_practice,
        started_on=day or timezone.localdate(),
        submitted_on=day or timezone.localdate(),
        **_answered(form, answers, kept),
        **agreeing.columns(_agreed(form, purposes)),
    )
    if not _insert(row):
        return False
    if not row.is_practice:
        _take_places(row, form.edition.document)
    return _finish(row, form.edition.document, answers)


@transaction.atomic
def undo(response_id: uuid.UUID) -> bool:
    """Erase a sheet that was just keyed, as its person could; False where it is gone."""
    is_erased = taking_back.take_back(codes.receipt_code(response_id))
    if is_erased:
        safety.forget(response_id, is_undone=True)
    return is_erased


def _answered(
    form: PaperForm, answers: Mapping[str, Answer], kept: Collection[str]
) -> dict[str, object]:
    """The columns that hold the answers: a blank beside each question that shows."""
    ready = program(form.edition.document)
    walk = ready.walk(answers)
    asked = [q for q in walk.shown if KINDS[q["kind"]].is_asked]
    stays = form.edition.stays
    answers = {
        q["key"]: leaving_out.masked(q, answers.get(q["key"], {}), stays)
        for q in form.edition.document["questions"]
        if q["key"] in answers
    }
    stored = {q["key"]: answers.get(q["key"], {}) for q in asked}
    stored |= {key: answers[key] for key in kept if answers.get(key)}
    rows = [row for row in rows_of(form) if row.is_shuffled and row.key in stored]
    return {
        "answers": stored,
        "signs": signs.signs(asked, stored),
        # Paper has one order for everybody: the one that was printed.
        "choice_orders": {row.key: row.own_codes for row in rows},
        "calculated": calculated.fixed(ready, walk),
    }


def _agreed(form: PaperForm, purposes: Collection[str]) -> Agreed:
    if form.terms is None:
        return Agreed()
    asked = agreeing.asked(form.terms)
    return Agreed(
        version_id=form.terms.pk,
        language=form.terms.language(form.language),
        purposes={name: name in purposes for name in asked},
    )


def _take_places(row: SurveyResponse, document: Mapping) -> None:
    """A sheet counts in the quotas of its survey as any answer does."""
    quotas = Quota.objects.current().filter(activity=row.survey.activity_id)
    groups = quota_groups.of_quotas(quotas)
    mine = quota_groups.of_answers(groups, document, row.answers)
    found = quota_groups.take(row.pk, mine, told=(), partner_id=row.partner_id)
    if found["over_quota"]:
        SurveyResponse.objects.filter(pk=row.pk).update(**found)


def _insert(row: SurveyResponse) -> bool:
    """Whether the row is new; a second save of the same sheet finds the first."""
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        if not SurveyResponse.objects.filter(pk=row.pk).exists():
            raise
        return False
    return True


def _finish(row: SurveyResponse, document: Mapping, said: Mapping[str, Answer]) -> bool:
    code = codes.receipt_code(row.pk)
    Receipt.objects.create(code_hash=codes.code_hash(code), response=row.pk)
    if not row.is_practice:
        waking.fold_soon(row.survey_id)
        answering.flag(row, document, said)
    return True
