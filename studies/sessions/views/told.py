"""What the team reads about mails: who gets one, and who has to be told otherwise."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studies.people.models import Participant, Payment
from studies.sessions import attending, reasons, still_wanted, when
from studies.sessions.models import Booking, Slot
from studies.sessions.models.booking import State

# As many times as somebody still reads in one line.
MOST_NAMED = 5


def of_invitations(request: HttpRequest, made: list[Booking]) -> None:
    """How many get a mail, and how many do not, reason by reason."""
    found = still_wanted.forecast(made, timezone.now())
    gets = ngettext(
        "%(n)d person gets a mail with a link to book.",
        "%(n)d people get a mail with a link to book.",
        wanted := found.pop("", 0),
    )
    messages.success(request, gets % {"n": wanted})
    if wanted and made[0].session.round.study.is_paused:
        text = _("The study is paused, so these mails wait until it goes on.")
        messages.warning(request, text)
    for reason, people in sorted(found.items()):
        gets_none = ngettext(
            "%(n)d person gets no mail: %(reason)s.",
            "%(n)d people get no mail: %(reason)s.",
            people,
        )
        words = reasons.label(reason)
        messages.warning(request, gets_none % {"n": people, "reason": words})


def of_people_there(request: HttpRequest, there: list[Participant]) -> None:
    """Another page invited them before this one was sent."""
    if there:
        text = ngettext(
            "%(people)s is invited already.",
            "%(people)s are invited already.",
            len(there),
        )
        people = ", ".join(row.pseudonym for row in there)
        messages.warning(request, text % {"people": people})


def of_payment(request: HttpRequest, row: Booking) -> None:
    """Whoever did not come, and is marked as paid: one of the two may be wrong."""
    payment = attending.payment_of(row)
    is_paid = payment is not None and payment.state == Payment.State.PAID
    state = Booking.objects.values_list("state", flat=True).get(pk=row.pk)
    if is_paid and state == State.NO_SHOW:
        text = _(
            "Their payment is marked as paid, and stays so. Look if that is right."
        )
        messages.warning(request, text)


def busy(request: HttpRequest, leader: object, slots: list[Slot]) -> None:
    """Times that were just added while their leader leads another one."""
    if slots:
        text = _(
            "%(leader)s leads another session at these times, or they overlap: "
            "%(times)s. Look if somebody else can lead them."
        )
        times = [when.spoken(slot, slot.zone).whole for slot in slots[:MOST_NAMED]]
        more = ["…"] * (len(slots) > MOST_NAMED)
        named = {"leader": leader, "times": "; ".join(times + more)}
        messages.warning(request, text % named)


def booked(row: Booking) -> str:
    if _hears_of_it(row):
        return _("Booked. They get a mail with all of it.")
    if _has_no_address(row):
        return _("Booked. They have no e-mail address: tell them.")
    return _("Booked. No mail can reach them: tell them.")


def canceled(row: Booking, *, was_booked: bool) -> str:
    if not was_booked:
        return _("Canceled.")
    if _hears_of_it(row):
        return _("Canceled. They get a mail.")
    if _has_no_address(row):
        return _("Canceled. They have no e-mail address: tell them.")
    return _("Canceled. No mail can reach them: tell them.")


def _hears_of_it(row: Booking) -> bool:
    """The news waits and goes out; the same booking once more is no news."""
    found = still_wanted.forecast([Booking.objects.get(pk=row.pk)], timezone.now())
    return not found or "" in found


def _has_no_address(row: Booking) -> bool:
    person = row.participant.person
    return person is None or not person.email
