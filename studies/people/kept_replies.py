"""A page that answers a form gets an address: Back and reload send no form again.

What somebody typed stands on such a page. So it waits sealed in the cache, for minutes,
under a name that only its address leads to. Where the cache is away, or has no room for
a page so long, the page is the reply itself. docs/decisions/0020 says why.
"""

import logging
import secrets
import zlib
from collections.abc import Callable
from functools import wraps

from cryptography.fernet import InvalidToken
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

from cxstudio import cache_room
from studies.people.vault import fernet_for

log = logging.getLogger(__name__)

FIELD = "again"
KEPT_SECONDS = 15 * 60
PURPOSE = "page that answers a form"


def at_an_address(view: Callable) -> Callable:
    """A view whose pages that answer a form get an address of their own."""

    @wraps(view)
    def door(request, *args, **kwargs):
        found = find(request)
        return found or by_address(request, view(request, *args, **kwargs))

    return door


def by_address(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """To the address that shows this page; other replies stay as they are."""
    is_page = request.method == "POST" and response.status_code == 200
    if not is_page:
        return response
    token = secrets.token_urlsafe(16)
    sealed = fernet_for(PURPOSE).encrypt(zlib.compress(response.content))
    if not cache_room.take(len(sealed)):
        return response
    try:
        cache.set(_name(request, token), sealed, KEPT_SECONDS)
    except RedisError:
        log.warning("reply_not_kept")
        return response
    asked = request.GET.copy()
    asked[FIELD] = token
    moved = HttpResponseRedirect(f"{request.path}?{asked.urlencode()}")
    moved.cookies = response.cookies
    return moved


def find(request: HttpRequest) -> HttpResponse | None:
    """The page that this address was made for; None where it is over."""
    token = request.GET.get(FIELD, "")
    if request.method == "POST" or not token:
        return None
    try:
        sealed = cache.get(_name(request, token))
    except RedisError:
        log.warning("reply_not_found")
        return None
    if sealed is None:
        return None
    try:
        return HttpResponse(zlib.decompress(fernet_for(PURPOSE).decrypt(sealed)))
    except InvalidToken:  # a key that is gone by now
        return None


def _name(request: HttpRequest, token: str) -> str:
    """Nobody who reads the cache learns from it where the page was shown."""
    digest = salted_hmac(__name__, f"{request.path} {token}", algorithm="sha256")
    return f"reply:{digest.hexdigest()}"
