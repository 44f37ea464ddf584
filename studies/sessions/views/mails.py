"""The mails about one visit: when each went, and what the team found out about it."""

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.outreach.views import verdicts
from studies.sessions import judging, reasons, sent, when
from studies.sessions.models import Booking, Letter
from studies.sessions.views.rows import booking_or_404

State = Letter.State
VERDICTS = {
    "arrived": gettext_lazy("Counted as sent."),
    "again": gettext_lazy("It waits to be sent again."),
}


def lines(row: Booking) -> list[dict]:
    """Each mail, and when it went or will go, on the agency's clock."""
    zone = row.session.round.study.agency.zone
    found = row.letters.select_related("judged_by").order_by("due_at", "pk")
    return [_line(letter, zone, row.sequence) for letter in found]


def _line(letter: Letter, zone, sequence: int) -> dict:
    waits = letter.state == State.QUEUED
    at = letter.handed_over_at or (letter.due_at if waits else letter.claimed_at)
    reason = letter.reason
    return {
        "letter": letter,
        "at": when.stamp(at, zone) if at else "",
        "why": reasons.label(reason) if reason else "",
        "story": sent.story(letter),
        "judged": when.stamp(letter.judged_at, zone) if letter.judged_at else "",
        "arrived": letter.state == State.UNCERTAIN,
        "again": letter.state in judging.MAY["again"] and letter.sequence == sequence,
    }


@requires(Permission.OUTREACH_SEND)
@require_POST
def letter_judge(request, pk, booking_pk, letter_pk):
    """Somebody found out what became of a mail that may not have arrived."""
    row = booking_or_404(request, pk, booking_pk)
    letter = get_object_or_404(row.letters, pk=letter_pk)
    verdicts.settle(request, judging.judge, letter.pk, VERDICTS)
    return redirect("booking", pk, row.pk)
