"""Paste text, look at what was understood, mend, add. Nothing is stored before Add."""

from dataclasses import replace

from django.contrib import messages
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxstudio.refusal import Refusal
from feedback.surveys import pasting, questions
from feedback.surveys.forms.document import PasteForm
from feedback.surveys.forms.pasting import PasteState
from feedback.surveys.kinds import KINDS
from feedback.surveys.models import Survey
from feedback.surveys.pasting import PastedQuestion, PasteTooLarge
from feedback.surveys.pasting.faults import with_faults
from feedback.surveys.views.editor import at
from feedback.surveys.views.finding import survey_of
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission


@requires(Permission.SURVEY_EDIT)
def survey_paste(request, pk):
    survey = survey_of(request, pk)
    post = request.POST
    if request.method != "POST":
        return _page(request, survey)
    if "count" not in post or "read" in post:
        return _read(request, survey)
    state = PasteState.from_post(post, survey.source_language)
    if "mend" in post:
        return _page(request, survey, _mended(state, post["mend"]))
    if "use" in post:
        return _page(request, survey, _used(state, post["use"]))
    return _add(request, survey, state)


def _read(request, survey: Survey):
    """Show what a text was understood as; one without any question stays typed."""
    form = PasteForm(request.POST, request.FILES)
    error = ""
    if not form.is_valid():
        return _page(request, survey, error=form.first_error())
    text = form.document()
    try:
        pasted = pasting.read(text, survey.source_language)
    except PasteTooLarge as refused:
        return _page(request, survey, error=str(refused))
    if not text.strip():
        error = _("There is no text yet. Paste your questions into the box.")
    elif not pasted.questions:
        error = _(
            "No question was found. Your text is kept. Put each question on a line of "
            "its own, and its choices on the lines below it."
        )
    if error:
        return _page(request, survey, error=error, text=text)
    return _page(request, survey, PasteState.from_pasted(pasted), text=text)


def _mended(state: PasteState, wanted: str) -> PasteState:
    place = state.fault_at(wanted)
    if place is None:
        return state
    index = state.pasted.faults[place].question
    before = len(state.pasted.questions)
    mended = pasting.mend(state.pasted, place)
    added = len(mended.questions) - before
    kept = state.kept.copy()
    kept[index:index] = [True] * added  # one question may have become two
    return PasteState(mended, kept, state.leftovers)


def _used(state: PasteState, which: str) -> PasteState:
    """Turn a line that found no place into a question of its own, at the end."""
    left = state.leftovers.copy()
    if not which.isdecimal() or int(which) >= len(left):
        return state
    question = PastedQuestion(label=left.pop(int(which)), kind="short_text")
    all_of_them = (*state.pasted.questions, question)
    pasted = with_faults(replace(state.pasted, questions=all_of_them))
    return PasteState(pasted, [*state.kept, True], left)


def _add(request, survey: Survey, state: PasteState):
    drafts = state.drafts()
    if not drafts:
        return _page(request, survey, state, error=_("Keep at least one question."))
    try:
        added = questions.add_questions(survey.pk, drafts, by=request.user)
    except Refusal as refusal:
        return _page(request, survey, state, error=refusal.message)
    text = ngettext("%(n)d question added.", "%(n)d questions added.", len(added))
    messages.success(request, text % {"n": len(added)})
    return at(survey, f"question-{added[0].pk}")


def _page(
    request,
    survey: Survey,
    state: PasteState | None = None,
    error: str = "",
    text: str | None = None,
):
    context = {
        "survey": survey,
        "state": state,
        "error": error,
        "text": request.POST.get("text", "") if text is None else text,
        "kinds": [(kind.code, capfirst(kind.label)) for kind in KINDS.values()],
        "here": "questions",
    }
    return render(request, "surveys/survey_paste.html", context)
