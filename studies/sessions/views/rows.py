"""Where every page of the team begins: rows of the member's own agency."""

from uuid import UUID

from django.shortcuts import get_object_or_404

from studies.planning.models import Round, Study
from studies.sessions.models import Booking, Session, Slot


def study_or_404(request, slug: str) -> Study:
    return get_object_or_404(Study.objects.within(request.agency), slug=slug)


def round_or_404(request, slug: str, number: int) -> Round:
    rows = Round.objects.within(request.agency).select_related("study__agency")
    return get_object_or_404(rows, study__slug=slug, number=number)


def session_or_404(request, pk: int) -> Session:
    rows = Session.objects.within(request.agency).select_related(
        "round__study__agency", "draft", "moderator__user"
    )
    return get_object_or_404(rows, pk=pk)


def slot_or_404(request, session_pk: int, slot_pk: int) -> Slot:
    rows = Slot.objects.within(request.agency).select_related("session__round__study")
    return get_object_or_404(rows, pk=slot_pk, session=session_pk)


def booking_or_404(request, session_pk: int, booking_pk: UUID) -> Booking:
    rows = Booking.objects.within(request.agency).select_related(
        "slot",
        "conversation",
        "participant__study",
        "session__round__study__agency",
    )
    return get_object_or_404(rows, pk=booking_pk, session=session_pk)
