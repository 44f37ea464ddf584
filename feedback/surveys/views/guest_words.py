"""Plain language while a translator without an account types."""

from django.http import Http404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from feedback.surveys.models import GuestLink
from feedback.surveys.outside import guests
from studies.agencies.doors import public
from studies.wording.views.typed import checked


@public("A translator's link checks the words that its holder types.")
@require_POST
@never_cache
def guest_words(request, token):
    link = guests.working_link(token, GuestLink.Purpose.TRANSLATE)
    if link is None:
        raise Http404
    return checked(request, link.survey.agency, f"link:{link.pk}")
