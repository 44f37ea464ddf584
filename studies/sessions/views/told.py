"""What the team reads about mails: who gets one, and who has to be told otherwise."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from studies.sessions import reasons, still_wanted
from studies.sessions.models import Booking


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
