"""Pages for when something is wrong. These ask neither the database nor the cache."""

import logging
import sys

from django.core.exceptions import (
    RequestDataTooBig,
    TooManyFieldsSent,
    TooManyFilesSent,
)
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError
from redis.exceptions import RedisError

from cxstudio.discarding import discard

log = logging.getLogger(__name__)

# What is raised while PostgreSQL or Valkey is away.
SERVICE_AWAY = (OperationalError, InterfaceError, RedisError, BrokerError)


def plain_page(
    request: HttpRequest, template: str, status: int, **more: object
) -> HttpResponse:
    """A page without context processors, because those may ask the database."""
    context = {
        "LANGUAGE_CODE": get_language(),
        "LANGUAGE_BIDI": get_language_bidi(),
        "again": request.path,
    } | more
    return HttpResponse(render_to_string(template, context), status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler400; a body past our limits is said to be too much, not broken."""
    too_much = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
    if isinstance(exception, too_much):
        discard(request)
        return plain_page(request, "413.html", 413)
    return plain_page(request, "400.html", 400)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler500; a service may also go away outside of any view."""
    fault = sys.exc_info()[1]
    if isinstance(fault, SERVICE_AWAY):
        return unavailable(request, fault)
    return plain_page(request, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return plain_page(request, "403_csrf.html", 403)


def unavailable(request: HttpRequest, fault: BaseException) -> HttpResponse:
    """The database or the cache is away for a moment.

    A page whose view set `request.offers_again` gives back what was typed, to send
    it again; others could show a password.
    """
    log.error("service_away", extra={"kind": type(fault).__name__})
    if request.path.startswith("/api/"):
        detail = _("We are away for a moment. Try again in a minute.")
        response = JsonResponse({"code": "unavailable", "detail": detail}, status=503)
    else:
        response = plain_page(request, "503.html", 503, typed=_typed(request))
    response.headers["Retry-After"] = "60"
    response.headers["Cache-Control"] = "no-store"
    return response


def _typed(request: HttpRequest) -> list[tuple[str, str]]:
    if request.method != "POST" or not getattr(request, "offers_again", False):
        return []
    return [(name, value) for name, all_ in request.POST.lists() for value in all_]
