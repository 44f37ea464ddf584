from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.outreach import placeholders
from studies.outreach.drafts import save_draft
from studies.outreach.forms import MailingForm
from studies.outreach.models import Step, Wave
from studies.outreach.public_texts import settle_mailing
from studies.outreach.views.mailings import wave_or_404
from studies.people import access
from studies.people.models import AccessLog, Person, Where
from studies.planning.models import Activity

# A list of checkboxes longer than this is no list to choose from.
CHOICES = 300


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
    people = Person.objects.within(request.agency).current()
    form = MailingForm(
        request.POST or None, wave=wave, people=_choices(request, people, wave)
    )
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_draft(
                wave.activity_id,
                wave_id=wave.pk,
                by=request.user,
                **form.draft(people),
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(
                request, _("Saved. Nothing is sent before you press Start.")
            )
            return redirect("mailing", saved.pk)
    known = [
        (n, placeholders.KNOWN[n]) for n in placeholders.known_for(Step.INVITATION)
    ]
    context = {
        "form": form,
        "wave": wave,
        "known": [(n, what) for n, what in known if n in form.available],
        "everyone": people.count(),
    }
    return render(request, "outreach/mailing_write.html", context)


def _choices(request, people, wave) -> list[tuple[str, str]]:
    """People to tick: by name for who may read names, else by what is not secret."""
    may_read = request.member.may(Permission.PERSON_READ)
    rows = list(
        people.defer("email", "phone", *([] if may_read else ["name"]))[:CHOICES]
    )
    if may_read and rows:
        access.log(
            AccessLog.Act.READ,
            agency=request.agency,
            by=request.user,
            people=len(rows),
            about=Where.CHOOSING,
            study=wave.about,
        )
    return [
        (str(row.pk), f"{(may_read and row.name) or row} ({row.how_we_got_it})")
        for row in rows
    ]
