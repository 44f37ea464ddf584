"""What a designer does with a finding: put the suggestion in, or let the words stand."""

from collections.abc import Iterator
from dataclasses import replace

from django.db import transaction
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.surveys.choices import ChoiceDraft
from feedback.surveys.drafting import locked, save_survey
from feedback.surveys.markers import question_marker
from feedback.surveys.models import Question, Survey
from feedback.surveys.pasting import Fault, FaultCode, PastedQuestion
from feedback.surveys.pasting.mending import mended
from feedback.surveys.plain_language import (
    Fix,
    ShownFinding,
    as_pasted,
    report,
)
from feedback.surveys.questions import (
    QuestionDraft,
    add_question,
    as_written,
    edit_question,
)
from feedback.surveys.texts import draft_questions
from studies.agencies.models import User
from studies.wording import vouching


@transaction.atomic
def apply_fix(survey_id: int, key: str, *, by: User) -> ShownFinding:
    """Do what the finding suggests, to the text as it is now."""
    survey = locked(survey_id)
    shown = _find(survey, key)
    if not shown.fix:
        raise Refusal(
            _("This has no ready words to put in. Change the text by hand."),
            code="no_suggestion",
        )
    if shown.part is not None:
        setattr(shown.part, shown.field, shown.mended)
        shown.part.save(update_fields=[shown.field])
    elif isinstance(shown.row, Survey):
        setattr(survey, shown.field, shown.mended)
        save_survey(survey, by=by)
    else:
        _mend_question(shown.row, shown, by)
    return shown


@transaction.atomic
def let_stand(survey_id: int, key: str, reason: str, *, by: User) -> ShownFinding:
    """Leave the words as they are, with the reason on record."""
    survey = locked(survey_id)
    shown = _find(survey, key)
    vouching.let_stand(
        shown.place,
        shown.finding.rule,
        shown.words,
        reason,
        agency=survey.agency,
        by=by,
    )
    return shown


@transaction.atomic
def check_again(survey_id: int, key: str, *, by: User) -> ShownFinding:
    """Take back that words were left as they are: the finding shows again."""
    survey = locked(survey_id)
    shown = _find(survey, key)
    if shown.override:
        vouching.let_stand_no_more(shown.override.pk)
    return shown


def _find(survey: Survey, key: str) -> ShownFinding:
    present = report(survey, draft_questions(survey))
    for shown in [*present.found, *present.let_stand]:
        if shown.key == key:
            return shown
    raise Refusal(
        _("The text has changed since this page was opened. Nothing was changed."),
        code="text_changed",
    )


def _mend_question(question: Question, shown: ShownFinding, by: User) -> None:
    """One question becomes one, or two where it asked two things at once."""
    drafts = list(_mended(question, shown))
    marker = question_marker(question, question.drafted_choices)
    edit_question(question.pk, drafts[0], marker=marker, by=by)
    after = question.pk
    for draft in drafts[1:]:
        added = add_question(question.survey_id, draft, after=after, by=by)
        after = added.pk


def _mended(question: Question, shown: ShownFinding) -> Iterator[QuestionDraft]:
    draft = as_written(question, question.drafted_choices)
    if shown.fix != Fix.REPLACE:
        finding = shown.finding
        fault = Fault(0, FaultCode.WORDING, finding.choice, finding)
        for pasted in mended(as_pasted(question), fault):
            yield replace(draft, label=pasted.label, choices=_choices(pasted))
    elif shown.choice_pk:
        rows = zip(draft.choices, question.drafted_choices, strict=True)
        choices = (
            replace(choice, label=shown.mended) if row.pk == shown.choice_pk else choice
            for choice, row in rows
        )
        yield replace(draft, choices=tuple(choices))
    else:
        yield replace(draft, **{shown.field: shown.mended})


def _choices(pasted: PastedQuestion) -> tuple[ChoiceDraft, ...]:
    """Without codes: rows are found again by their words, which did not change."""
    return tuple(
        ChoiceDraft(
            label=choice.label,
            exclusive=choice.exclusive,
            other=choice.other,
            apart=choice.apart,
        )
        for choice in pasted.choices
    )
