"""One question of the editor: opened, saved, closed, and new ones."""

from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from cxstudio.stale import StaleEdit
from feedback.surveys import questions
from feedback.surveys.editor.draft_list import card_id, faces
from feedback.surveys.editor.draft_page import DraftPage
from feedback.surveys.forms.clash import clashes, resolved, seen
from feedback.surveys.forms.question import QuestionForm
from feedback.surveys.kinds import KINDS
from feedback.surveys.markers import question_marker
from feedback.surveys.models import Question
from feedback.surveys.views import open_parts
from feedback.surveys.views.finding import question_of, survey_of
from feedback.surveys.views.open_parts import question_form
from feedback.surveys.views.pieces import at, done, is_in_place, show
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission


@requires(Permission.SURVEY_EDIT)
def question_edit(request, pk, question_pk):
    """One question, open for changes in its place in the list."""
    survey = survey_of(request, pk)
    question = question_of(survey, question_pk)
    draft = DraftPage(survey)
    if request.method != "POST":
        part = open_parts.opened(question, question_form(draft, question))
        return show(request, draft, part, focus=f"q{question.pk}-label")
    return _save(request, draft, question)


def _save(request, draft: DraftPage, question: Question):
    form = question_form(draft, question, _typed(request, draft, question))
    part = open_parts.opened(question, form)
    if form.is_valid():
        marker, before = form.cleaned_data["marker"], faces(draft)
        try:
            questions.edit_question(
                question.pk, form.draft(), marker=marker, by=request.user
            )
        except StaleEdit:
            part = _clash(draft, question, form)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return _saved(request, draft, question, before)
    return show(request, draft, part, focus="errors")


def _typed(request, draft: DraftPage, question: Question):
    """What was sent, with their texts where "Keep theirs" was picked before.

    Not where somebody saved once more in between: those words nobody has seen yet.
    """
    present = question_marker(question, list(question.choices.current()))
    if request.POST.get("marker") != present:
        return request.POST
    return resolved(request.POST, question_form(draft, question))


def _clash(draft: DraftPage, question: Question, form: QuestionForm):
    """Both texts beside each other, and the form as it was typed."""
    saved = question_form(draft, question)
    found = clashes(form.data, saved)
    form.data = form.data.copy()
    form.data["marker"] = saved["marker"].value()
    by = question.history.select_related("history_user").first()
    by = by.history_user if by else None
    holds = {"clashes": found, "theirs_by": by, "seen": seen(saved)}
    return open_parts.opened(question, form, **holds)


def _saved(request, draft: DraftPage, question: Question, before):
    said = _("Saved in the draft.")
    marks = {"said": said, "touched": {card_id(question)}}
    focus = f"change-{question.pk}"
    return done(request, draft.survey, before=before, focus=focus, **marks)


@requires(Permission.SURVEY_EDIT)
def question_card(request, pk, question_pk):
    """The same card closed, without saving what was typed in it; or all of it."""
    survey = survey_of(request, pk)
    question = question_of(survey, question_pk)
    if "full" in request.GET:
        part = open_parts.full(question)
        return show(request, DraftPage(survey), part, focus=f"more-{question.pk}")
    if not is_in_place(request):
        return at(survey, card_id(question))
    touched = {card_id(question)}
    draft = DraftPage(survey)
    return show(request, draft, touched=touched, focus=f"change-{question.pk}")


@requires(Permission.SURVEY_EDIT)
def question_add(request, pk):
    """A new question at any place: first its kind is picked, then it is written."""
    survey = survey_of(request, pk)
    draft = DraftPage(survey)
    after = _after(request, draft)
    kind = request.POST.get("kind") or request.GET.get("kind", "")
    kind = kind if kind in KINDS else "one_choice"
    if request.method == "POST":
        return _add(request, draft, after, kind)
    if request.GET.get("kind") != kind:
        return show(request, draft, open_parts.new(after), focus="new-kinds")
    form = question_form(draft, None)
    form.initial["kind"] = kind
    part = open_parts.new(after, form, kind)
    return show(request, draft, part, focus="new-label")


def _after(request, draft: DraftPage) -> int:
    """Behind which question the new one goes; the last one where nothing is said."""
    text = request.POST.get("after") or request.GET.get("after", "")
    if text.isdecimal():
        return int(text)
    return draft.questions[-1].pk if draft.questions else 0


def _add(request, draft: DraftPage, after: int, kind: str):
    form = question_form(draft, None, request.POST)
    if form.is_valid():
        before, survey = faces(draft), draft.survey
        is_last = not draft.questions or draft.questions[-1].pk == after
        try:
            added = questions.add_question(
                survey.pk, form.draft(), after=after, by=request.user
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            name = card_id(added)
            focus = "add" if is_last else f"change-{added.pk}"
            marks = {"said": _("The question is added."), "touched": {name, "new"}}
            return done(request, survey, before=before, focus=focus, **marks)
    return show(request, draft, open_parts.new(after, form, kind), focus="errors")
