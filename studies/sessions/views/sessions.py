"""The team's calendar of sessions, and one session with its times."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies import time_zones
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.planning.models import Round
from studies.sessions import actions as sessions
from studies.sessions import calendar, diary, holidays, when
from studies.sessions.forms.planning import SeatsForm, SessionForm, TimesForm
from studies.sessions.models import Session, Slot
from studies.sessions.models.booking import SEATED, State
from studies.sessions.standing import counted
from studies.sessions.texts import named_texts
from studies.sessions.views import told
from studies.sessions.views.rows import (
    round_or_404,
    session_or_404,
    slot_or_404,
    study_or_404,
)
from studies.wording import side_by_side
from studies.wording.tags import language_info, tidy

PAGE = 30


@requires(Permission.OUTREACH_VIEW)
def study_sessions(request, slug):
    """What is to come, the next one first, and every session by round."""
    study, now = study_or_404(request, slug), timezone.now()
    shows_past = request.GET.get("show") == "past"
    times = diary.times_of(study, now, past=shows_past)
    page = Paginator(times, PAGE).get_page(request.GET.get("page"))
    rows = Session.objects.filter(round__study=study).with_seats(now)
    by_round: dict[int, list[Session]] = {}
    for row in rows.order_by("created_at", "pk"):
        by_round.setdefault(row.round_id, []).append(row)
    context = {
        "study": study,
        "page": page,
        "times": diary.lines(page.object_list),
        "rounds": [
            (one, by_round.get(one.pk, []), counted(one)) for one in study.rounds.all()
        ],
        "shows_past": shows_past,
    }
    return render(request, "sessions/list.html", context)


@requires(Permission.OUTREACH_VIEW)
def my_calendar(request):
    """A file for the member's own calendar: their sessions, and nobody's name."""
    visits = diary.calendar_of(request.member, timezone.now())
    return HttpResponse(
        calendar.for_team(visits, now=timezone.now()),
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="sessions.ics"'},
    )


@requires(Permission.STUDY_EDIT)
@done_once
def session_new(request, slug, number):
    round_ = round_or_404(request, slug, number)
    form = SessionForm(request.POST or None, round_=round_)
    if request.method == "POST" and form.is_valid():
        try:
            row = sessions.plan(round_, by=request.user, **form.said)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved. Now add the times to choose from."))
            return redirect("session-times", row.pk)
    return _form(request, form, round_)


@requires(Permission.STUDY_EDIT)
def session_edit(request, pk):
    row = session_or_404(request, pk)
    form = SessionForm(request.POST or None, instance=row, round_=row.round)
    if request.method == "POST" and form.is_valid():
        try:
            sessions.change(row.pk, by=request.user, **form.said)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("session", pk)
    return _form(request, form, row.round, row)


def _form(request, form: SessionForm, round_: Round, row: Session | None = None):
    context = {"form": form, "round": round_, "session": row}
    return render(request, "sessions/form.html", context)


@requires(Permission.OUTREACH_VIEW)
def session(request, pk):
    row, now = session_or_404(request, pk), timezone.now()
    slots = diary.times_of_session(row)
    page = Paginator(slots, PAGE).get_page(request.GET.get("page"))
    waiting = row.bookings.exclude(state__in=SEATED).select_related("participant")
    context = {
        "session": row,
        "zone_name": time_zones.zone_name(row.time_zone),
        "page": page,
        "times": diary.lines(page.object_list, row.zone),
        "invited": [b for b in waiting if b.state == State.INVITED],
        "canceled": [b for b in waiting if b.state == State.CANCELED],
        "to_mark": row.bookings.filter(
            state=State.BOOKED, slot__starts_at__lte=now
        ).count(),
        "in_languages": diary.other_languages(row),
    }
    return render(request, "sessions/session.html", context)


@requires(Permission.STUDY_EDIT)
@done_once
def session_times(request, pk):
    """Many times at once: each of these hours on each of these days."""
    row = session_or_404(request, pk)
    form = TimesForm(request.POST or None, session=row)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = sessions.add_times(
            row.pk, given["starts"], capacity=given["capacity"], by=request.user
        )
        text = ngettext("%(n)d time added.", "%(n)d times added.", len(made))
        messages.success(request, text % {"n": len(made)})
        _warn_of_holidays(request, made)
        told.busy(request, row.moderator, diary.busy(row, made))
        return redirect("session", pk)
    zone_name = time_zones.zone_name(row.time_zone)
    context = {"form": form, "session": row, "zone_name": zone_name}
    return render(request, "sessions/times.html", context)


def _warn_of_holidays(request, made: list[Slot]) -> None:
    """Where the place is in the United States; somebody may still be there."""
    days = {at.starts_at.astimezone(at.zone).date() for at in made}
    is_here = any(at.time_zone in time_zones.HERE for at in made)
    for day in sorted(days) if is_here else ():
        if name := holidays.holiday(day):
            text = _("%(day)s is %(holiday)s. Look if somebody is there.")
            shown = {"day": date_format(day, "DATE_FORMAT"), "holiday": name}
            messages.warning(request, text % shown)


@requires(Permission.STUDY_EDIT)
@require_POST
def slot_change(request, pk, slot_pk):
    """More or fewer seats, or no new bookings for a time."""
    slot = slot_or_404(request, pk, slot_pk)
    act, seats = request.POST.get("act"), SeatsForm(request.POST)
    try:
        if act in ("open", "close"):
            sessions.offer(slot.pk, on=act == "open", by=request.user)
        elif act == "seats" and seats.is_valid():
            count = seats.cleaned_data["capacity"]
            sessions.set_seats(slot.pk, count, by=request.user)
        messages.success(request, _("Saved."))
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect("session", pk)


@requires(Permission.STUDY_EDIT)
def slot_cancel(request, pk, slot_pk):
    """Asks first: everybody who booked it is told."""
    slot = slot_or_404(request, pk, slot_pk)
    if request.method == "POST":
        try:
            told = sessions.cancel_time(slot.pk, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            text = ngettext(
                "Canceled. %(n)d person is told.",
                "Canceled. %(n)d people are told.",
                told,
            )
            messages.success(request, text % {"n": told})
        return redirect("session", pk)
    time = when.spoken(slot, slot.zone)
    return render(request, "sessions/slot_cancel.html", {"slot": slot, "time": time})


@requires(Permission.STUDY_EDIT)
@require_POST
def session_archive(request, pk):
    row = session_or_404(request, pk)
    move = sessions.bring_back if row.archived_at else sessions.archive
    try:
        move(row.pk, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("session", pk)
    messages.success(request, _("It is back.") if row.archived_at else _("Archived."))
    return redirect("study-sessions", row.round.study.slug)


@requires(Permission.SURVEY_TRANSLATE)
def session_translate(request, pk, language):
    """What people read of it and its translation, side by side."""
    row = session_or_404(request, pk)
    if language == row.round.study.source_language or tidy(language) != language:
        raise Http404
    clashes, named = [], named_texts(row)
    if request.method == "POST":
        clashes = side_by_side.save(
            row, named, language, request.POST, agency=request.agency, by=request.user
        )
        if not clashes:
            messages.success(request, _("Saved."))
            return redirect("session", pk)
        messages.warning(
            request,
            _("Somebody else changed a text meanwhile. Both are shown: choose one."),
        )
    rows = side_by_side.rows_of(named, language)
    context = {
        "session": row,
        "rows": side_by_side.with_clashes(rows, clashes),
        "source": language_info(row.round.study.source_language),
        "target": language_info(language),
    }
    return render(request, "sessions/translate.html", context)
