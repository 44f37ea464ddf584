from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.outreach import audiences, forecasting
from studies.outreach.forms import AudienceForm
from studies.outreach.models import Kind, Wave
from studies.outreach.views.mailings import wave_or_404
from studies.people import access
from studies.people.models import AccessLog, Person, Where

# A list of checkboxes longer than this is no list to choose from.
CHOICES = 300


@requires(Permission.OUTREACH_SEND)
def mailing_people(request, pk):
    """Choose whom a draft is for; the counts are there before anything is kept."""
    wave = wave_or_404(request, pk)
    if wave.state != Wave.State.DRAFT or wave.activity is None:
        messages.warning(
            request,
            _("This mailing has started, so it stays with the people it went to."),
        )
        return redirect("mailing", wave.pk)
    form = AudienceForm(request.POST or None, wave=wave, people=_choices(request, wave))
    kept = form.is_bound and form.is_valid() and "keep" in request.POST
    if kept and _keep(request, wave, form):
        return redirect("mailing", wave.pk)
    people = _people(wave, form)
    context = {
        "wave": wave,
        "form": form,
        "in_words": audiences.in_words(wave),
        "reveal": _reveals(request),
    }
    if people is not None:
        context["forecast"] = forecasting.forecast(wave, people, timezone.now())
    return render(request, "outreach/mailing_people.html", context)


def _keep(request, wave: Wave, form: AudienceForm) -> bool:
    try:
        audiences.choose(
            wave.pk, form.chosen(), people=form.chosen_people(), by=request.user
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    messages.success(request, _("Saved. Nothing is sent before you press Start."))
    return True


def _people(wave: Wave, form: AudienceForm):
    """Those whom the counts are about; None where nothing is chosen yet."""
    if not form.is_bound:
        return audiences.people_of(wave) if form.initial["kind"] else None
    if not form.is_valid():
        return None
    said = form.chosen()
    if said["kind"] == Kind.CHOSEN:
        ours = Person.objects.within(wave.agency).current()
        return ours.with_ids(form.chosen_people())
    return audiences.filtered(wave, said)


def _choices(request, wave: Wave) -> list[tuple[str, str]]:
    """People to tick, by what is not secret; by name for who may read and asked for it.

    None where they are so many that a filter has to find them.
    """
    reveal = _reveals(request)
    people = Person.objects.within(request.agency).current()
    hidden = ["email", "phone", *([] if reveal else ["name"])]
    rows = list(people.defer(*hidden)[: CHOICES + 1])
    if not rows or len(rows) > CHOICES:
        return []
    if reveal:
        access.log(
            AccessLog.Act.READ,
            agency=request.agency,
            by=request.user,
            people=len(rows),
            about=Where.CHOOSING,
            study=wave.about,
        )
    called = audiences.pseudonyms(wave, rows)
    return [
        (
            str(row.pk),
            f"{(reveal and row.name) or called[row.pk]} ({row.how_we_got_it})",
        )
        for row in rows
    ]


def _reveals(request) -> bool:
    """Names are locked until somebody who may read them presses for it."""
    return "contacts" in request.GET and request.member.may(Permission.PERSON_READ)
