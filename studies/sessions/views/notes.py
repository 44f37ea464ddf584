"""Notes of a session: one line at a time, by speaker."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.people import agreeing
from studies.sessions import noting
from studies.sessions.forms.people import NoteForm
from studies.sessions.models import Note
from studies.sessions.views.rows import session_or_404

PAGE = 100


@requires(Permission.CONVERSATION_LOG)
@done_once
def session_notes(request, pk):
    """After each note the form is there again, with the same speaker."""
    row = session_or_404(request, pk)
    met = list(
        row.bookings.met()
        .select_related("participant__study", "slot")
        .order_by("participant__number")
    )
    form = NoteForm(
        request.POST or None,
        bookings=met,
        language=request.GET.get("in") or row.round.study.source_language,
        who=request.GET.get("who", ""),
    )
    if request.method == "POST" and form.is_valid() and _wrote(request, pk, form):
        given = form.cleaned_data
        kept = urlencode({"who": given["who"], "in": given["language"]})
        return redirect(f"{reverse('session-notes', args=[pk])}?{kept}#note")
    notes = row.notes.select_related("booking__participant", "written_by")
    loose = row.notes.loose().exists()
    context = {
        "session": row,
        "form": form,
        "people": [(one, agreeing.holding(one.participant)) for one in met],
        "page": Paginator(notes.order_by("-pk"), PAGE).get_page(
            request.GET.get("page")
        ),
        "may_keep": loose or any(one.conversation_id is None for one in met),
        "loose": loose,
        "kept": sum(one.conversation_id is not None for one in met),
        "asks_consent": agreeing.asked_in(row.round.study) is not None,
    }
    return render(request, "sessions/notes.html", context)


def _wrote(request, pk: int, form: NoteForm) -> bool:
    given = form.cleaned_data
    booking = form.bookings.get(given["who"])
    try:
        noting.write(
            pk,
            given["text"],
            kind=given["kind"],
            language=given["language"],
            booking_id=booking and booking.pk,
            by=request.user,
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return False
    return True


@requires(Permission.CONVERSATION_LOG)
@require_POST
def note_remove(request, pk, note_pk):
    rows = Note.objects.within(request.agency)
    note = get_object_or_404(rows, pk=note_pk, session=pk)
    try:
        noting.take_out(note.pk, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("The note is gone."))
    return redirect("session-notes", pk)
