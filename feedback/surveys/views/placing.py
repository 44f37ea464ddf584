"""Questions of the editor moved, copied, archived and brought back, in one press."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.surveys import placing, putting_back, questions
from feedback.surveys.editor.draft_list import card_id, faces
from feedback.surveys.editor.draft_page import DraftPage
from feedback.surveys.models import Question, Survey
from feedback.surveys.putting_back import Stood
from feedback.surveys.views import open_parts
from feedback.surveys.views.finding import question_of, survey_of
from feedback.surveys.views.open_parts import question_form
from feedback.surveys.views.pieces import at, done, is_in_place, show
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission


def _found(request, pk: int, question_pk: int) -> tuple[DraftPage, Question]:
    survey = survey_of(request, pk)
    return DraftPage(survey), question_of(survey, question_pk)


@requires(Permission.SURVEY_EDIT)
def question_move(request, pk, question_pk):
    """One place up or down, or behind the question that is picked from a menu."""
    draft, question = _found(request, pk, question_pk)
    if request.method != "POST":
        part = open_parts.moving(draft, question)
        return show(request, draft, part, focus=f"after-{question.pk}")
    before, to = faces(draft), request.POST.get("to")
    if to in {"up", "down"}:
        act = partial(questions.move_question, up=to == "up")
        focus = f"{to}-{question.pk}"
    else:
        where = _where(draft.survey, request.POST.get("after", ""))
        act, focus = partial(placing.place_question, **where), f"change-{question.pk}"
    stood = putting_back.noted(question, partial(act, question.pk, by=request.user))
    marks = _marks(request, draft, question, stood)
    return done(request, draft.survey, before=before, focus=focus, **marks)


def _marks(request, draft: DraftPage, question: Question, stood: Stood | None) -> dict:
    """What is said of a move, and the way to take it back where anything moved."""
    present = DraftPage(draft.survey)
    if question not in present.questions:
        return {}
    said, touched = open_parts.place_of(present, question), {card_id(question)}
    if stood is None:
        return {"said": said, "touched": touched}
    undo = putting_back.signed(stood, request.user)
    part = open_parts.moved(question, said, undo)
    aloud = f"{said} {_('You can undo it.')}"  # its button stands on the card
    return {"said": aloud, "part": part, "query": f"?moved={undo}"}


@requires(Permission.SURVEY_EDIT)
@require_POST
def question_undo(request, pk, question_pk):
    """Put a question back where it stood before it was moved, if the list is as then."""
    draft, question = _found(request, pk, question_pk)
    stood = putting_back.read(request.POST.get("moved", ""), request.user)
    if stood is None or stood.question != question.pk:
        return at(draft.survey, card_id(question))
    before, focus = faces(draft), f"change-{question.pk}"
    marks = {"touched": {card_id(question)}}
    try:
        putting_back.put_back(stood, by=request.user)
    except Refusal as refusal:
        marks = {"said": refusal.message}
        if is_in_place(request):
            marks["part"] = open_parts.refused(question, refusal.message)
        else:
            messages.error(request, refusal.message)
    else:
        marks["said"] = _("The question is back in its place.")
    return done(request, draft.survey, before=before, focus=focus, **marks)


def _where(survey: Survey, text: str) -> dict[str, int]:
    """ "12" is behind that question, "s12" first in that section, all else first."""
    if text[:1] == "s" and text[1:].isdecimal():
        section = get_object_or_404(survey.sections.current(), pk=int(text[1:]))
        return {"section": section.pk}
    return {"after": int(text) if text.isdecimal() else 0}


@requires(Permission.SURVEY_EDIT)
@require_POST
def question_archive(request, pk, question_pk):
    draft, question = _found(request, pk, question_pk)
    questions.archive_question(question.pk, by=request.user)
    said = _("“%(label)s” is archived.") % {"label": question.label[:60]}
    return done(
        request,
        draft.survey,
        before=faces(draft),
        focus=f"undo-{question.pk}",
        said=said,
        part=open_parts.gone(draft, question) if is_in_place(request) else None,
        query=f"?put_away={question.pk}",
    )


@requires(Permission.SURVEY_EDIT)
@require_POST
def question_restore(request, pk, question_pk):
    draft, question = _found(request, pk, question_pk)
    questions.restore_question(question.pk, by=request.user)
    return done(
        request,
        draft.survey,
        before=faces(draft),
        focus=f"change-{question.pk}",
        said=_("The question is back in its place."),
        touched={card_id(question)},
    )


@requires(Permission.SURVEY_EDIT)
@require_POST
def question_copy(request, pk, question_pk):
    """The same question once more, right below."""
    draft, question = _found(request, pk, question_pk)
    copy = placing.copy_question(question.pk, by=request.user)
    return done(
        request,
        draft.survey,
        before=faces(draft),
        focus=f"change-{copy.pk}",
        said=_("The copy stands below."),
        part=open_parts.copied(copy),
        query=f"?copied={copy.pk}",
    )


@requires(Permission.SURVEY_EDIT)
@require_POST
def question_replace(request, pk, question_pk):
    """Put an own question in the place of a locked one, and open it."""
    draft, question = _found(request, pk, question_pk)
    before = faces(draft)
    own = placing.replace_question(question.pk, by=request.user)
    if not is_in_place(request):
        return redirect("survey-question", pk, own.pk)
    present = DraftPage(draft.survey)
    part = open_parts.opened(own, question_form(present, own))
    said = _("The question is yours to word. The fixed one is archived.")
    marks = {"before": before, "focus": f"q{own.pk}-label", "said": said}
    return show(request, present, part, **marks)
