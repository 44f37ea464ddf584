"""Pages for when something is wrong. These ask neither the database nor the cache."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _


def plain_page(request: HttpRequest, template: str, status: int) -> HttpResponse:
    """A page without context processors, because those may ask the database."""
    context = {
        "LANGUAGE_CODE": get_language(),
        "LANGUAGE_BIDI": get_language_bidi(),
        "again": request.path,
    }
    return HttpResponse(render_to_string(template, context), status=status)


def server_error(request: HttpRequest) -> HttpResponse:
    return plain_page(request, "500.html", 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return plain_page(request, "403_csrf.html", 403)


def unavailable(request: HttpRequest) -> HttpResponse:
    """The database or the cache is away for a moment."""
    if request.path.startswith("/api/"):
        detail = _("We are away for a moment. Try again in a minute.")
        response = JsonResponse({"code": "unavailable", "detail": detail}, status=503)
    else:
        response = plain_page(request, "503.html", 503)
    response.headers["Retry-After"] = "60"
    return response
