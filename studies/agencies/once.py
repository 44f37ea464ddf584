"""A form that is sent twice by a double click is done once."""

import logging
import time
from collections.abc import Callable
from functools import wraps

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.crypto import salted_hmac
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

FIELD = "once"
KEPT_SECONDS = 60 * 60
# How long the second click waits to hear where the first one led.
PATIENCE, STEP = 20, 0.1


def done_once(view: Callable) -> Callable:
    """A view whose form has `{% once_field %}`: its second sending follows the first.

    Whoever goes back and writes something else sends something else. What was refused may be sent again, and so may what failed. Where the cache is
    away, the form works as it would without this.
    """

    @wraps(view)
    def door(request, *args, **kwargs):
        if not request.POST.get(FIELD):
            return view(request, *args, **kwargs)
        key = _key(request)
        if not _is_first(key):
            return redirect(_where(key) or request.get_full_path())
        try:
            response = view(request, *args, **kwargs)
        except BaseException:
            _note(key, None)
            raise
        _note(key, response)
        return response

    return door


def _key(request: HttpRequest) -> str:
    """One drawing of a form with one content; a keyed hash, so it tells neither."""
    sent = f"{request.user.pk} {request.path} {request.POST.urlencode()}"
    return f"once:{salted_hmac(__name__, sent, algorithm='sha256').hexdigest()}"


def _is_first(key: str) -> bool:
    try:
        return cache.add(key, "", KEPT_SECONDS)
    except RedisError:
        log.warning("double_click_unguarded")
        return True


def _where(key: str) -> str:
    for _ in range(PATIENCE):
        if where := cache.get(key):
            return where
        time.sleep(STEP)
    return ""


def _note(key: str, response: HttpResponse | None) -> None:
    """Where the first sending led; one that led nowhere is forgotten."""
    try:
        if response is not None and response.status_code == 302:
            cache.set(key, response.headers["Location"], KEPT_SECONDS)
        else:
            cache.delete(key)
    except RedisError:
        log.warning("double_click_unguarded")
