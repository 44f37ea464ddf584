"""The editor: one page, on which one part at a time is open for changes."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.surveys import fixing, questions
from feedback.surveys.draft_page import DraftPage
from feedback.surveys.drafting import edit_survey
from feedback.surveys.forms.inviting import AskForm
from feedback.surveys.forms.question import QuestionForm
from feedback.surveys.forms.survey import DetailsForm
from feedback.surveys.markers import StaleEdit, question_marker, survey_marker
from feedback.surveys.models import Question, Survey
from feedback.surveys.views.finding import question_of, survey_of
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission


@requires(Permission.SURVEY_VIEW)
def survey_edit(request, pk):
    return _editor(request, DraftPage(survey_of(request, pk)))


def _editor(request, draft: DraftPage, **parts):
    if "add_form" not in parts:
        parts["add_form"] = _new_question_form(draft)
    parts.setdefault("ask_form", AskForm(survey=draft.survey))
    context = {"survey": draft.survey, "draft": draft, "here": "questions", **parts}
    return render(request, "surveys/survey_edit.html", context)


def at(survey: Survey, anchor: str):
    """Back to the editor, with the keyboard where the work was."""
    return redirect(reverse("survey-edit", args=[survey.pk]) + f"#{anchor}")


@requires(Permission.SURVEY_EDIT)
def survey_details(request, pk):
    """The survey's own texts, promise and dates, open for changes."""
    survey = survey_of(request, pk)
    form = DetailsForm(request.POST or None, survey=survey)
    theirs = None
    if request.method == "POST" and form.is_valid():
        marker = form.cleaned_data["marker"]
        try:
            edit_survey(survey.pk, form.details(), marker=marker, by=request.user)
        except StaleEdit as refusal:
            theirs = survey_of(request, pk)
            form = _again(form, survey_marker(theirs), refusal)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved in the draft."))
            return at(survey, "details")
    return _editor(request, DraftPage(survey), details_form=form, details_theirs=theirs)


@requires(Permission.SURVEY_EDIT)
def question_edit(request, pk, question_pk):
    """One question, open for changes inside the page."""
    survey = survey_of(request, pk)
    question = question_of(survey, question_pk)
    draft = DraftPage(survey)
    form = _question_form(request, draft, question)
    theirs = None
    if request.method == "POST" and form.is_valid():
        marker = form.cleaned_data["marker"]
        try:
            questions.edit_question(
                question.pk, form.draft(), marker=marker, by=request.user
            )
        except StaleEdit as refusal:
            theirs = question_of(survey, question_pk)
            theirs.present = list(theirs.choices.current())
            form = _again(form, question_marker(theirs, theirs.present), refusal)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return at(survey, f"question-{question.pk}")
    return _editor(
        request, draft, editing=question, question_form=form, question_theirs=theirs
    )


def _question_form(request, draft: DraftPage, question: Question) -> QuestionForm:
    return QuestionForm(
        request.POST or None,
        question=question,
        earlier=draft.earlier_than(question),
        published=draft.newest is not None,
        language=draft.survey.source_language,
    )


def _new_question_form(draft: DraftPage, data=None) -> QuestionForm:
    return QuestionForm(
        data,
        earlier=draft.earlier_than(None),
        language=draft.survey.source_language,
    )


def _again(form, marker: str, refusal: Refusal):
    """The same form with what was typed, ready to be saved over what is there now."""
    form.data = form.data.copy()
    form.data["marker"] = marker
    form.add_error(None, refusal.message)
    return form


@requires(Permission.SURVEY_EDIT)
@require_POST
def question_add(request, pk):
    survey = survey_of(request, pk)
    draft = DraftPage(survey)
    form = _new_question_form(draft, request.POST)
    if form.is_valid():
        try:
            questions.add_question(survey.pk, form.draft(), by=request.user)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return at(survey, "add")
    return _editor(request, draft, add_form=form)


@requires(Permission.SURVEY_EDIT)
@require_POST
def question_move(request, pk, question_pk):
    survey = survey_of(request, pk)
    question = question_of(survey, question_pk)
    up = request.POST.get("to") == "up"
    questions.move_question(question.pk, up=up, by=request.user)
    return at(survey, f"{'up' if up else 'down'}-{question.pk}")


@requires(Permission.SURVEY_EDIT)
@require_POST
def question_archive(request, pk, question_pk):
    survey = survey_of(request, pk)
    question = question_of(survey, question_pk)
    questions.archive_question(question.pk, by=request.user)
    return redirect(
        reverse("survey-edit", args=[pk]) + f"?put_away={question.pk}#put-away-now"
    )


@requires(Permission.SURVEY_EDIT)
@require_POST
def question_restore(request, pk, question_pk):
    survey = survey_of(request, pk)
    question = question_of(survey, question_pk)
    questions.restore_question(question.pk, by=request.user)
    return at(survey, f"question-{question.pk}")


@requires(Permission.SURVEY_EDIT)
@require_POST
def question_replace(request, pk, question_pk):
    """Put an own question in the place of a locked one, and open it."""
    survey = survey_of(request, pk)
    question = question_of(survey, question_pk)
    own = questions.replace_question(question.pk, by=request.user)
    return redirect("survey-question", survey.pk, own.pk)


@requires(Permission.SURVEY_EDIT)
@require_POST
def finding(request, pk):
    """Put the suggested words in, or leave the words as they are with a reason."""
    survey, key = survey_of(request, pk), request.POST.get("key", "")
    try:
        if "fix" in request.POST:
            shown = fixing.apply_fix(survey.pk, key, by=request.user)
        elif "again" in request.POST:
            shown = fixing.check_again(survey.pk, key, by=request.user)
        else:
            reason = request.POST.get("reason", "")[:300]
            shown = fixing.let_stand(survey.pk, key, reason, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("survey-edit", survey.pk)
    if isinstance(shown.row, Question):
        return at(survey, f"question-{shown.row.pk}")
    return at(survey, "details")
