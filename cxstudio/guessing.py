"""Secret addresses and codes that are tried out: counted for everybody together.

A right address always works, however many wrong ones come in; nobody can lock out a
full hall by sending wrong ones. What slows are the wrong ones: beyond so many in a
minute each is asked to come back later. No network address is looked at or kept: a
library or a shelter shares one. Against guessing itself stand 128 bits of a link.
"""

import logging
import time
from datetime import datetime

import redis
from django.http import HttpResponse
from django.utils import timezone

from cxstudio import quick_cache

log = logging.getLogger(__name__)

# People mistype, and old flyers hang for years: so many a minute are nobody's attack (p).
MOST_WRONG_A_MINUTE = 60
ALARM_KEPT_SECONDS = 7 * 24 * 60 * 60
_ALARM, _MINUTE = "cx:guessing:alarm", "cx:guessing:{}"


def note_wrong(response: HttpResponse, what: str) -> HttpResponse:
    """Count one wrong address or code; slow it down where there are too many.

    `what` says which kind it was, for the log. The page stays as it is, byte by byte.
    """
    count = _count(what)
    if count > MOST_WRONG_A_MINUTE:
        response.status_code = 429
        response.headers["Retry-After"] = "60"
    return response


def last_alarm() -> datetime | None:
    """When somebody tried out too many the last time, in the last 7 days."""
    try:
        kept = quick_cache.client().get(_ALARM)
    except redis.RedisError:
        return None
    if kept is None:
        return None
    return datetime.fromtimestamp(int(kept), tz=timezone.get_default_timezone())


def _now() -> int:
    return int(time.time())


def _count(what: str) -> int:
    now = _now()
    name = _MINUTE.format(now // 60)
    try:
        with quick_cache.client().pipeline(transaction=False) as pipe:
            pipe.incr(name)
            pipe.expire(name, 120)
            count = pipe.execute()[0]
        if count == MOST_WRONG_A_MINUTE + 1:  # once a minute
            log.warning("addresses_guessed", extra={"kind": what, "count": count})
            quick_cache.client().set(_ALARM, now, ex=ALARM_KEPT_SECONDS)
    except redis.RedisError:
        log.warning("wrong_address_not_counted", extra={"kind": what})
        return 0
    return count
