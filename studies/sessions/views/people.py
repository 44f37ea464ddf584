"""The team invites people, books for them, and says what became of a visit."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.people import agreeing
from studies.people.models import Participant
from studies.sessions import attending, when
from studies.sessions import booking as visits
from studies.sessions.forms.people import BookForm, ConsentForm, InviteForm, WhomForm
from studies.sessions.models import Booking, Slot
from studies.sessions.models.booking import MET, SEATED, State, Who
from studies.sessions.views import mails, told
from studies.sessions.views.rows import booking_or_404, session_or_404
from studies.wording.tags import language_name


@requires(Permission.OUTREACH_SEND)
@done_once
def session_invite(request, pk):
    """Whoever is chosen gets a mail with their own link; nobody gets a second one."""
    row = session_or_404(request, pk)
    whom = WhomForm(request.GET or None, study=row.round.study)
    form = InviteForm(request.POST or None, session=row, whom=whom)
    told.of_people_there(request, form.again)
    if form.has_nobody_new:
        return redirect("session", pk)
    if request.method == "POST" and form.is_valid():
        people = list(form.cleaned_data["participants"])
        try:
            made = visits.invite(row.pk, people, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            told.of_invitations(request, made)
        return redirect("session", pk)
    has_times = row.slots.bookable(timezone.now()).exists()
    context = {"form": form, "whom": whom, "session": row, "has_times": has_times}
    return render(request, "sessions/invite.html", context)


@requires(Permission.PERSON_EDIT)
def session_book(request, pk):
    """Choose who calls; what is booked for them stands on their own page."""
    row = session_or_404(request, pk)
    if request.method == "POST":
        people = Participant.objects.within(request.agency)
        people = people.filter(study=row.round.study, withdrawn_on=None)
        number = request.POST.get("number", "").upper().removeprefix("P-")
        found = people.filter(number=number) if number.isdecimal() else people.none()
        if (participant := found.first()) is not None:
            booking = visits.own(row, participant)
            return redirect("visit-book", pk, booking.pk)
        messages.error(request, _("Nobody in this study has this number."))
    return render(request, "sessions/book_whom.html", {"session": row})


@requires(Permission.PERSON_EDIT)
@done_once
def visit_book(request, pk, booking_pk):
    """Book or move a visit for somebody, with what they need."""
    row, now = booking_or_404(request, pk, booking_pk), timezone.now()
    free = row.session.slots.bookable(now).values("pk")
    slots = Slot.objects.filter(pk__in=free)
    if row.is_booked:
        slots |= Slot.objects.filter(pk=row.slot_id)
    form = BookForm(request.POST or None, booking=row, slots=slots, say=_say)
    if request.method == "POST" and form.is_valid():
        slot = form.cleaned_data["slot"]
        try:
            visits.book(
                row.pk, slot.pk, needs=form.said, who=Who.STAFF, by=request.user
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, told.booked(row))
            return redirect("booking", pk, row.pk)
    context = {"form": form, "booking": row, "has_times": slots.exists()}
    return render(request, "sessions/book.html", context)


def _say(slot: Slot) -> str:
    return when.spoken(slot, slot.zone).whole


@requires(Permission.OUTREACH_VIEW)
def booking(request, pk, booking_pk):
    """One person's visit: when, what they agreed to, and what became of it."""
    row, now = booking_or_404(request, pk, booking_pk), timezone.now()
    may_read = request.member.may(Permission.PERSON_READ)
    asked = agreeing.asked_in(row.session.round.study)
    before = row.participant.consents.first()
    holds = agreeing.holding(row.participant)
    consent = None
    if asked is not None and request.member.may(Permission.CONVERSATION_LOG):
        consent = ConsentForm(
            asked=asked, before=holds, language=row.participant.language
        )
    context = {
        "booking": row,
        "time": row.slot and when.spoken(row.slot, row.slot.zone),
        "needs": _needs(row) if may_read else [],
        "asks_consent": asked is not None,
        "consent": holds,
        "is_outdated": before is not None and holds is None,
        "consent_form": consent,
        "seen": attending.marker(row),
        "may_mark": row.state in SEATED and row.slot.starts_at <= now,
        "may_cancel": row.is_booked and row.slot.starts_at > now,
        "may_book": row.state in (State.INVITED, State.CANCELED, State.BOOKED),
        "marks": [(mark.value, mark.label) for mark in attending.MARKS],
        "letters": mails.lines(row),
        "came": row.state in MET,
        "payment": attending.payment_of(row)
        if request.member.may(Permission.PAYMENT_VIEW)
        else None,
    }
    return render(request, "sessions/booking.html", context)


def _needs(row: Booking) -> list[str]:
    needs = list(row.needs_in_words)
    if row.interpreter:
        name = capfirst(language_name(row.interpreter))
        needs.append(_("an interpreter: %(language)s") % {"language": name})
    if row.brings_somebody:
        needs.append(_("somebody comes along"))
    return needs + [row.other_needs] * bool(row.other_needs)


@requires(Permission.CONVERSATION_LOG)
@require_POST
def booking_mark(request, pk, booking_pk):
    row = booking_or_404(request, pk, booking_pk)
    try:
        attending.mark(
            row.pk,
            request.POST.get("state", ""),
            is_proxy="is_proxy" in request.POST,
            seen=request.POST.get("seen", ""),
            by=request.user,
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Saved."))
        if request.member.may(Permission.PAYMENT_VIEW):
            told.of_payment(request, row)
    return _back(request, pk, row)


@requires(Permission.CONVERSATION_LOG)
@require_POST
def booking_consent(request, pk, booking_pk):
    """Somebody agreed by word of mouth, or had the words read to them."""
    row = booking_or_404(request, pk, booking_pk)
    asked = agreeing.asked_in(row.session.round.study)
    if asked is None:
        raise PermissionDenied
    form = ConsentForm(request.POST, asked=asked, before=None, language="")
    if not form.is_valid():
        messages.error(request, _("Nothing was saved. Say how they agreed."))
        return _back(request, pk, row)
    given = form.cleaned_data
    try:
        agreeing.agree(
            row.participant_id,
            given["purposes"],
            language=given["language"],
            way=given["way"],
            by=request.user,
        )
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Saved, with your name as who heard it."))
    return _back(request, pk, row)


@requires(Permission.PERSON_EDIT)
def booking_cancel(request, pk, booking_pk):
    """Asks first: the person gets a mail that it is canceled."""
    row = booking_or_404(request, pk, booking_pk)
    if request.method == "POST":
        try:
            visits.cancel(row.pk, who=Who.STAFF, by=request.user)
        except Refusal as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, told.canceled(row, was_booked=row.is_booked))
        return redirect("booking", pk, row.pk)
    time = row.slot and when.spoken(row.slot, row.slot.zone)
    context = {"booking": row, "time": time}
    return render(request, "sessions/booking_cancel.html", context)


def _back(request, pk: int, row: Booking):
    """To the page that the button stood on, of these two."""
    if request.POST.get("from") == "session":
        return redirect("session", pk)
    return redirect("booking", pk, row.pk)
