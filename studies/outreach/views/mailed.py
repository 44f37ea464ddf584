"""Doors behind an address in a mail of ours; the token in it is the only proof."""

from collections.abc import Callable
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from cxstudio import guessing


def mailed_door(find: Callable[[str], object]) -> Callable:
    """The view gets what `find` makes of the token; all other tokens look the same.

    The button of a mail program (RFC 8058) posts without our cookie. Views change
    nothing when they are opened, because mail scanners open links; a tap does.
    """

    def mark(view):
        @csrf_exempt
        @never_cache
        @wraps(view)
        def door(request, token):
            found = find(token)
            return view(request, found) if found else _unknown(request)

        return door

    return mark


def _unknown(request: HttpRequest) -> HttpResponse:
    if request.method != "GET":
        raise Http404
    response = render(request, "outreach/unknown.html", status=404)
    return guessing.note_wrong(response, "mailed")
