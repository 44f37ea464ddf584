"""The question bank: look, take from it, put into it, archive."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.surveys import bank
from feedback.surveys.kinds import KINDS
from feedback.surveys.models import BankQuestion
from feedback.surveys.views.finding import question_of, survey_of
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission

A_PAGE = 25


@requires(Permission.SURVEY_VIEW)
def bank_list(request):
    """The agency's saved questions; with `?survey=` each can be added to that one."""
    archived = request.GET.get("archived") == "1"
    ours = BankQuestion.objects.within(request.agency)
    words = request.GET.get("words", "").strip()[:80]
    rows = ours.archived() if archived else ours.current()
    rows = rows.filter(label__icontains=words) if words else rows
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.kind_label = KINDS[row.kind].label
    wanted = request.GET.get("survey", "")
    survey = survey_of(request, int(wanted)) if wanted.isdecimal() else None
    context = {"page": page, "archived": archived, "words": words, "survey": survey}
    return render(request, "surveys/bank.html", context)


@requires(Permission.SURVEY_EDIT)
@require_POST
def bank_move(request, bank_pk):
    row = get_object_or_404(BankQuestion.objects.within(request.agency), pk=bank_pk)
    if request.POST.get("to") == "back":
        bank.bring_back(row.pk, by=request.user)
    else:
        bank.archive(row.pk, by=request.user)
    return redirect("question-bank")


@requires(Permission.SURVEY_EDIT)
@require_POST
def bank_save(request, pk, question_pk):
    """Keep a copy of a question for other surveys."""
    survey = survey_of(request, pk)
    question = question_of(survey, question_pk)
    bank.save_to_bank(question.pk, by=request.user)
    messages.success(request, _("Saved to the question bank, with its translations."))
    return redirect(
        reverse("survey-edit", args=[survey.pk]) + f"#question-{question.pk}"
    )


@requires(Permission.SURVEY_EDIT)
@require_POST
def bank_add(request, pk, bank_pk):
    """Put a saved question at the end of a draft."""
    survey = survey_of(request, pk)
    ours = BankQuestion.objects.within(request.agency).current()
    row = get_object_or_404(ours, pk=bank_pk)
    try:
        question = bank.add_from_bank(survey.pk, row.pk, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect(reverse("question-bank") + f"?survey={survey.pk}")
    messages.success(request, _("Added from the question bank."))
    return redirect(
        reverse("survey-edit", args=[survey.pk]) + f"#question-{question.pk}"
    )
