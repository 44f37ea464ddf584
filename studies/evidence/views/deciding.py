from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.evidence import actions as evidence
from studies.evidence import erasing
from studies.evidence.comparing import compare
from studies.evidence.forms import ChangeForm, DecisionForm
from studies.evidence.models import Decision
from studies.evidence.views.rounds import round_or_404, study_or_404
from studies.planning import actions as planning
from studies.planning.forms import DraftForm
from studies.wording.glance import Glance, glance


@requires(Permission.EVIDENCE_EDIT)
@done_once
def decision_new(request, slug, number):
    round_ = round_or_404(request, slug, number)
    form = DecisionForm(request.POST or None, round_=round_)
    if request.method == "POST" and form.is_valid():
        try:
            evidence.decide(
                round_,
                by=request.user,
                **form.cleaned_data
                | {
                    "highlights": list(form.cleaned_data["highlights"]),
                    "insights": list(form.cleaned_data["insights"]),
                },
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Decision kept, with what it stands on."))
            return redirect("study-board", slug)
    return render(
        request, "evidence/decision_new.html", {"form": form, "round": round_}
    )


@require_POST
@requires(Permission.EVIDENCE_EDIT)
def decision_stands(request, pk):
    """Somebody looked at a decision again after words behind it were taken back."""
    ours = Decision.objects.within(request.agency).select_related("study", "round")
    decision = get_object_or_404(ours, pk=pk)
    if erasing.still_stands(decision.pk, by=request.user):
        messages.success(request, _("Noted: the decision still stands."))
    learned = reverse("study-learned", args=[decision.study.slug])
    return redirect(f"{learned}#decided-{decision.round.number}")


@requires(Permission.STUDY_VIEW)
def drafts(request, slug):
    """Two drafts side by side, each change with the words that caused it."""
    study = study_or_404(request, slug)
    numbers = list(study.drafts.values_list("number", flat=True))
    right = _number(request.GET.get("right"), numbers, default=-1)
    left = _number(request.GET.get("left"), numbers, default=-2)
    comparison = None
    if len(numbers) > 1 and left != right:
        comparison = compare(
            study.drafts.select_related("round").get(number=left),
            study.drafts.select_related("round").get(number=right),
            language=study.source_language,
        )
    return render(
        request,
        "evidence/drafts.html",
        {
            "study": study,
            "drafts": study.drafts.select_related("round"),
            "newest": study.drafts.last(),
            "comparison": comparison,
            "reads": _reads(study, comparison),
            "left": left,
            "right": right,
        },
    )


def _reads(study, comparison) -> dict[str, Glance]:
    """How the drafts on the page read, so that a better one shows."""
    newest = study.drafts.last()
    shown = {"newest": newest} if newest else {}
    if comparison is not None:
        shown = {"left": comparison.left, "right": comparison.right}
    language = study.source_language
    return {name: glance(draft.body, language) for name, draft in shown.items()}


def _number(asked: str | None, numbers: list[int], *, default: int) -> int | None:
    if asked and asked.isdecimal() and int(asked) in numbers:
        return int(asked)
    return numbers[default] if len(numbers) >= -default else None


@requires(Permission.STUDY_EDIT)
@done_once
def draft_new(request, slug):
    study = study_or_404(request, slug)
    newest = study.drafts.last()
    initial = {"title": newest.title, "body": newest.body} if newest else {}
    form = DraftForm(request.POST or None, study=study, initial=initial)
    if request.method == "POST" and form.is_valid():
        round_ = form.cleaned_data["round"]
        draft = planning.add_draft(
            study.pk,
            title=form.cleaned_data["title"],
            body=form.cleaned_data["body"],
            round_id=round_ and round_.pk,
        )
        messages.success(request, _("%(draft)s is kept.") % {"draft": draft})
        return redirect("study-drafts", slug)
    return render(request, "evidence/draft_new.html", {"form": form, "study": study})


@requires(Permission.EVIDENCE_EDIT)
@done_once
def change_new(request, slug, number):
    study = study_or_404(request, slug)
    draft = get_object_or_404(study.drafts, number=number)
    form = ChangeForm(request.POST or None, draft=draft)
    if request.method == "POST" and form.is_valid():
        try:
            evidence.change(
                form.cleaned_data["decision"],
                draft,
                before=form.cleaned_data["before"],
                after=form.cleaned_data["after"],
                note=form.cleaned_data["note"],
                highlights=list(form.cleaned_data["highlights"]),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            return redirect("study-drafts", slug)
    return render(request, "evidence/change_new.html", {"form": form, "draft": draft})
