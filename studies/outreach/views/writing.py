from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.outreach import placeholders, reminding
from studies.outreach.drafts import save_draft
from studies.outreach.forms import MailingForm
from studies.outreach.models import Step, Wave
from studies.outreach.public_texts import settle_mailing
from studies.outreach.views.mailings import wave_or_404
from studies.planning.models import Activity


@requires(Permission.OUTREACH_SEND)
def mailing_new(request):
    """First the survey that the mailing is about."""
    ours = Activity.objects.within(request.agency).current()
    open_ones = ours.exclude(state=Activity.State.CLOSED).select_related("round__study")
    return render(request, "outreach/mailing_new.html", {"activities": open_ones})


@requires(Permission.OUTREACH_SEND)
def mailing_write(request, activity_pk):
    ours = Activity.objects.within(request.agency).current()
    rows = ours.select_related("round__study", "agency")
    activity = get_object_or_404(rows, pk=activity_pk)
    return _write(request, Wave(agency=activity.agency, activity=activity))


@requires(Permission.OUTREACH_SEND)
def mailing_edit(request, pk):
    wave = wave_or_404(request, pk)
    if wave.state != Wave.State.DRAFT or wave.activity is None:
        messages.warning(
            request,
            _("This mailing has started, so its words stay as people got them."),
        )
        return redirect("mailing", wave.pk)
    return _write(request, wave)


@require_POST
@requires(Permission.OUTREACH_SEND)
def mailing_finding(request, pk):
    """Put a plainer word in a mailing that has not started, or let it stand."""
    wave = wave_or_404(request, pk)
    try:
        settle_mailing(wave.pk, request.POST, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect(reverse("mailing", args=[wave.pk]) + "#reads")


def _write(request, wave: Wave):
    form = MailingForm(request.POST or None, wave=wave)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_draft(
                wave.activity_id,
                wave_id=wave.pk,
                words=form.written(),
                per_second=form.cleaned_data["per_second"],
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(
                request, _("Saved. Nothing is sent before you press Start.")
            )
            for message in _kept_back(saved):
                messages.warning(request, message)
            return redirect(
                "mailing-people" if _has_nobody(saved) else "mailing", saved.pk
            )
    known = [
        (n, placeholders.KNOWN[n]) for n in placeholders.known_for(Step.INVITATION)
    ]
    context = {
        "form": form,
        "wave": wave,
        "known": [(n, what) for n, what in known if n in form.available],
    }
    return render(request, "outreach/mailing_write.html", context)


def _kept_back(wave: Wave) -> list[str]:
    """Reminders that the mailing has, and that the agency's rule never lets out."""
    kept = [step for step in wave.steps if not reminding.allows(wave, step, 0)]
    return [reminding.rule(wave.agency)] if kept else []


def _has_nobody(wave: Wave) -> bool:
    return wave.audience_filter is None and not wave.audience.exists()
