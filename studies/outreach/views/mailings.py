from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.outreach import actions as outreach
from studies.outreach import (
    asking,
    audiences,
    following,
    forecasting,
    getting_ready,
    judging,
    open_messages,
    readiness,
    reasons,
    reminding,
    stopping,
    upcoming,
)
from studies.outreach.models import SURVEY_REMINDERS, Delivery, Wave
from studies.outreach.public_texts import written_texts
from studies.outreach.views import verdicts
from studies.wording.remarks import review

PAGE = 50
# While messages go out, the page of a mailing asks for itself so often.
REFRESH_SECONDS = 15
READY_SECONDS = 3
MOVES = {
    "start": (outreach.start, gettext_lazy("Started. Messages go out one by one.")),
    "ready": (
        outreach.ready_again,
        gettext_lazy("We are trying once more. This page shows how far it is."),
    ),
    "pause": (
        outreach.pause,
        gettext_lazy("Paused. Nothing goes out until you resume."),
    ),
    "resume": (outreach.resume, gettext_lazy("Going on.")),
}
VERDICTS = {
    Delivery.Verdict.ARRIVED: gettext_lazy("Noted: the message arrived."),
    Delivery.Verdict.AGAIN: gettext_lazy(
        "The message waits again. It goes out once more, if it is still wanted then."
    ),
}


def wave_or_404(request, pk: int) -> Wave:
    ours = Wave.objects.within(request.agency).select_related(
        "agency",
        "activity__round__study",
        "study",
        "first",
        "reminder",
        "second_reminder",
        "thanks",
        "link",
    )
    return get_object_or_404(ours, pk=pk)


@requires(Permission.OUTREACH_VIEW)
def mailing_list(request):
    waves = (
        Wave.objects.within(request.agency)
        .select_related("agency", "first", "activity", "study")
        .order_by("-created_at", "-pk")
    )
    letters = request.GET.get("show") == "letters"
    waves = waves.filter(is_panel=letters)
    page = Paginator(waves, PAGE).get_page(request.GET.get("page"))
    counts = following.counts_of(page.object_list)
    for wave in page.object_list:
        wave.sent, wave.all = counts[wave.pk].sent, counts[wave.pk].all
    context = {
        "page": page,
        "kept_off": stopping.kept_off(request.agency),
        "letters": letters,
    }
    return render(request, "outreach/mailing_list.html", context)


@requires(Permission.OUTREACH_VIEW)
def mailing(request, pk):
    """A draft with what will happen, or where each message of a mailing is."""
    wave, now = wave_or_404(request, pk), timezone.now()
    context = {"wave": wave, "show": request.GET.get("show", ""), "now": now}
    if wave.state == Wave.State.DRAFT:
        return _draft(request, wave, now)
    if wave.getting_ready:
        return _getting_ready(request, wave)
    counts, due = following.counts(wave), following.due(wave, now)
    few = counts.all <= following.FEW
    rows = following.messages(wave, context["show"], now, few=few)
    paginator = Paginator(rows, PAGE)
    # Counted already; counting each page anew would read the whole mailing.
    paginator.count = due if context["show"] == "due" else counts.shown(context["show"])
    page = paginator.get_page(request.GET.get("page"))
    against = following.against(wave, page.object_list, now)
    for row in page.object_list:
        row.why = _why(row, against.get(row.pk, ""))
    context |= {
        "page": page,
        "funnels": following.funnels(wave, counts),
        "due": due,
        "trouble": reasons.TROUBLES.get(wave.trouble),
    }
    runs, must_wait = wave.state == Wave.State.RUNNING, asking.must_wait(wave, now)
    context["over"] = open_messages.why_none_leaves(wave, now)
    context["waits"] = open_messages.why_all_wait(wave) if runs and must_wait else ""
    goes = runs and not must_wait and not context["over"]
    moving = goes and context["due"] > 0
    context["refreshes"] = moving and request.GET.get("refresh") != "off"
    context["moving"] = moving
    response = render(request, "outreach/mailing.html", context)
    if context["refreshes"]:  # without a script, and to be stopped
        response["Refresh"] = str(REFRESH_SECONDS)
    return response


def _why(row: Delivery, against: str) -> str:
    if against:
        return _("As of now, it will not be sent: %(why)s") % {
            "why": reasons.label(against)
        }
    return reasons.label(row.reason) if row.reason else ""


def _getting_ready(request, wave: Wave):
    """How far a worker is with a mailing to many; it asks for itself until it is ready."""
    steps = getting_ready.steps_of(wave)
    context = {
        "wave": wave,
        "done": steps.index(wave.getting_ready),
        "all": len(steps),
        "step": getting_ready.in_words(wave.getting_ready),
        "trouble": reasons.TROUBLES.get(wave.trouble),
        "moving": wave.state == Wave.State.RUNNING,
    }
    context["refreshes"] = context["moving"] and request.GET.get("refresh") != "off"
    response = render(request, "outreach/mailing_ready.html", context)
    if context["refreshes"]:
        response["Refresh"] = str(READY_SECONDS)
    return response


def _draft(request, wave: Wave, now: datetime):
    people = audiences.people_of(wave)
    forecast = forecasting.forecast(wave, people, now)
    pace = upcoming.pace(wave)
    takes = upcoming.takes(forecast.wanted, pace)
    calendar = upcoming.calendar(wave, forecast.zones, now)
    kept_back = upcoming.kept_back(wave, forecast.zones)
    context = {
        "wave": wave,
        "in_words": audiences.in_words(wave),
        "forecast": forecast,
        "calendar": calendar,
        "reminds": any(planned.step in SURVEY_REMINDERS for planned in calendar),
        "reminder_rule": reminding.rule(wave.agency) if kept_back else "",
        "pace": pace,
        "takes": takes,
        "days": upcoming.days_of(wave.agency, takes),
        "stops": readiness.stops(wave, forecast.wanted, now),
        "guests": wave.agency.members.active().count() if wave.only_practices else 0,
        "review": review(written_texts(wave)),
        "trouble": reasons.TROUBLES.get(wave.trouble),
    }
    return render(request, "outreach/mailing_draft.html", context)


@requires(Permission.OUTREACH_SEND)
@require_POST
def mailing_move(request, pk):
    wave = wave_or_404(request, pk)
    move = MOVES.get(request.POST.get("move"))
    if move is not None:
        try:
            moved = move[0](wave.pk, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            following.count_anew(wave.pk)
            if not moved.getting_ready:  # else its page says how far it is
                messages.success(request, move[1])
    return redirect("mailing", wave.pk)


@requires(Permission.OUTREACH_SEND)
@require_POST
def message_judge(request, pk, delivery_pk):
    """Somebody found out what became of a message that may or may not have left."""
    wave = wave_or_404(request, pk)
    row = get_object_or_404(wave.deliveries, pk=delivery_pk)
    verdicts.settle(request, judging.judge, row.pk, VERDICTS)
    following.count_anew(wave.pk)
    of_all = request.POST.get("back") == "all"
    back = reverse("message-list") if of_all else reverse("mailing", args=[wave.pk])
    return redirect(f"{back}?show=uncertain")


@requires(Permission.OUTREACH_SEND)
def mailing_stop(request, pk):
    """Asks first: a stopped mailing does not go on again."""
    wave = wave_or_404(request, pk)
    if request.method == "POST":
        try:
            outreach.stop(wave.pk, by=request.user)
            following.count_anew(wave.pk)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Stopped. What had not left is not sent."))
        return redirect("mailing", wave.pk)
    return render(request, "outreach/mailing_stop.html", {"wave": wave})
