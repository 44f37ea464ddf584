from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.evidence.views.rounds import round_or_404, study_or_404
from studies.people.models import LegalHold
from studies.people.models.panel import months_from
from studies.planning import actions as planning
from studies.planning import pausing
from studies.planning.forms import PauseForm, PlanForm, RoundForm
from studies.planning.public_texts import settle_study, written_texts
from studies.progress import actions as progress
from studies.progress.checklists import to_start
from studies.progress.summary import summarize
from studies.withdrawal import ends
from studies.wording.remarks import review

# Lines of each list that a sheet of paper has room for.
ON_ONE_PAGE = 7


@requires(Permission.STUDY_VIEW)
def plan(request, slug):
    """The plan of a study: goals, whom, groups, rounds; and Start."""
    study = study_or_404(request, slug)
    may_edit = request.member.may(Permission.STUDY_EDIT)
    posted = request.POST if request.method == "POST" and may_edit else None
    form = PlanForm(posted, instance=study)
    if posted is not None and form.is_valid():
        planning.change_plan(study.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("The plan is kept."))
        return redirect("study-plan", slug)
    return render(
        request,
        "progress/plan.html",
        {
            "study": study,
            "form": form,
            "lines": to_start(study),
            "rounds": study.rounds.prefetch_related("questions"),
            "groups": study.segments.filter(must_hear=True),
            "partnerships": study.partnerships.select_related("partner"),
            "review": review(written_texts(study)),
        },
    )


@require_POST
@requires(Permission.STUDY_EDIT)
def plan_finding(request, slug):
    """Put a plainer word in what the public page says, or let it stand."""
    study = study_or_404(request, slug)
    try:
        settle_study(study.pk, request.POST, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect(reverse("study-plan", args=[slug]) + "#reads")


@requires(Permission.STUDY_EDIT)
def round_edit(request, slug, number):
    round_ = round_or_404(request, slug, number)
    form = RoundForm(request.POST or None, instance=round_)
    if request.method == "POST" and form.is_valid():
        planning.change_round(round_.pk, by=request.user, **form.cleaned_data)
        return redirect("study-plan", slug)
    return render(request, "progress/round_edit.html", {"form": form, "round": round_})


@require_POST
@requires(Permission.STUDY_DECIDE)
def start(request, slug):
    study = study_or_404(request, slug)
    try:
        progress.start_study(study.pk, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("study-plan", slug)
    messages.success(request, _("The study is running. From now on answers count."))
    return redirect("study-board", slug)


@requires(Permission.STUDY_DECIDE)
def close(request, slug):
    """Says first what is erased when; nothing of it happens at once."""
    study = study_or_404(request, slug)
    if request.method == "POST":
        try:
            progress.close_study(study.pk, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("The study is closed."))
        return redirect("study-plan", slug)
    today = timezone.localdate()
    context = {
        "study": study,
        "contacts_go": today + ends.CONTACT_DAYS,
        "words_go": months_from(today, study.retention_months),
        "holds": LegalHold.objects.on(study.agency_id, study.pk).exists(),
    }
    return render(request, "progress/close.html", context)


@require_POST
@requires(Permission.STUDY_DECIDE)
def reopen(request, slug):
    study = study_or_404(request, slug)
    try:
        progress.reopen_study(study.pk, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        text = _("The study is running again. Its surveys stay closed.")
        messages.success(request, text)
    return redirect("study-plan", slug)


@requires(Permission.STUDY_EDIT)
def pause(request, slug):
    """Says first what stops and what goes on; while it is paused, why it is."""
    study = study_or_404(request, slug)
    form = PauseForm(request.POST or None, study=study)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            pausing.pause(study.pk, reason=reason, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            text = _("The study is paused. Its public page says why.")
            messages.success(request, text)
        return redirect("study-plan", slug)
    return render(request, "progress/pause.html", {"study": study, "form": form})


@require_POST
@requires(Permission.STUDY_EDIT)
def go_on(request, slug):
    study = study_or_404(request, slug)
    pausing.go_on(study.pk, by=request.user)
    messages.success(request, _("The study goes on. What waited goes out now."))
    return redirect("study-plan", slug)


@requires(Permission.STUDY_VIEW)
def summary(request, slug):
    """One page for the leader, made to print."""
    study = study_or_404(request, slug)
    today = timezone.localdate()
    whole = summarize(study, today=today)
    return render(
        request,
        "progress/summary.html",
        {
            "summary": whole,
            "learned": whole.learned(ON_ONE_PAGE),
            "changed": whole.changed(ON_ONE_PAGE),
            "unchanged": whole.unchanged(3),
            "study": study,
            "today": today,
        },
    )


@requires(Permission.EVIDENCE_VIEW)
def learned(request, slug):
    """All that was learned and decided, round by round, newest round first."""
    study = study_or_404(request, slug)
    summary = summarize(study, today=timezone.localdate())
    return render(
        request,
        "progress/learned.html",
        {"study": study, "rounds": summary.rounds[::-1]},
    )
