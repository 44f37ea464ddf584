"""How fast one link and one browser may start, so that no program fills a survey.

Generous: a full hall with one flyer starts at once. Never by address: a library or a
shelter shares one. Where the cache is away, everybody may start.
"""

import logging
import time
from dataclasses import dataclass

import redis
from django.conf import settings
from django.http import HttpRequest, HttpResponse

from cxstudio import quick_cache
from cxstudio.browser_counts import BrowserCount
from feedback.answering.attempts import Attempt
from feedback.answering.entries import Entry

log = logging.getLogger(__name__)

# One person may answer for a whole family on one phone, not for a town. Whoever helps
# others, and a screen that people share, send as many as they like.
MOST_SENT, WITHIN_SECONDS = 10, 10 * 60
# So many may start in one process before it asks the cache how many did elsewhere.
MOST_UNASKED = 10
# Of its own survey alone.
SENT = BrowserCount("cx_sent", WITHIN_SECONDS)
ALONE = "self"


@dataclass(frozen=True)
class Wait:
    """For how long nobody new may start, and whether only this browser has to wait."""

    seconds: int
    is_browsers: bool = False

    @property
    def minutes(self) -> int:
        return -(-self.seconds // 60)


def wait(request: HttpRequest, entry: Entry, attempt: Attempt) -> Wait | None:
    """None where this one may start now."""
    if not settings.STARTS_PER_MINUTE or attempt.is_practice:
        return None
    if attempt.mode == ALONE and SENT.read(request) >= MOST_SENT:
        return Wait(SENT.seconds_left(request), is_browsers=True)
    return Wait(60) if _started(entry) > settings.STARTS_PER_MINUTE else None


def note_sent(
    request: HttpRequest, response: HttpResponse, attempt: Attempt, address: str
) -> None:
    """One more from this browser."""
    if attempt.is_practice or attempt.mode != ALONE:
        return
    SENT.add_one(request, response, path=address)


@dataclass
class _Told:
    """What this process knows of one link in one minute."""

    started: int = 0  # by all processes, as the cache said last
    own: int = 0  # here since then


# By name; those of earlier minutes go when a new one begins.
_told: dict[str, _Told] = {}


def _started(entry: Entry) -> int:
    """About how many started by this link in this minute, this one counted.

    The cache is asked for the first of a minute, then for every few: a hundredth of
    what may start, ten at most.
    """
    by = f"link:{entry.link.pk}" if entry.link else f"survey:{entry.survey_id}"
    minute = f":{int(time.time() // 60)}"
    name = f"cx:starts:{by}{minute}"
    if name not in _told:
        for old in [each for each in _told if not each.endswith(minute)]:
            _told.pop(old, None)
    known = _told.setdefault(name, _Told())
    known.own += 1
    every = min(MOST_UNASKED, settings.STARTS_PER_MINUTE // 100)
    if known.started and known.own < every:
        return known.started + known.own
    try:
        with quick_cache.client().pipeline(transaction=False) as pipe:
            pipe.incrby(name, known.own)
            pipe.expire(name, 120)
            known.started, known.own = pipe.execute()[0], 0
    except redis.RedisError:
        log.warning("start_rate_unknown")
        return 0
    return known.started
