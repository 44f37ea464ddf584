import logging
from collections import defaultdict

import redis
from django.db import connection, transaction
from django.db.models import F

from cxstudio import quick_cache
from studies.partners.models import InviteLink

log = logging.getLogger(__name__)

WAITING = "cx:link-counts"
COUNTED = ("openings", "starts", "finishes")
# Any number, the same for all workers: one of them stores at a time.
STORING_LOCK = 4_107_001


def note(link_id: object, what: str) -> None:
    """Count one opening, start or finish of a link; never fails the request.

    Counts wait in the cache, so that no row changes in the moment of an answer.
    """
    if what not in COUNTED:
        raise ValueError(what)
    try:
        quick_cache.client().hincrby(WAITING, f"{link_id}:{what}", 1)
    except redis.RedisError:
        log.warning("link_count_lost", extra={"what": what})


@transaction.atomic
def store() -> int:
    """Move the waiting counts into the links; returns how many links changed.

    Counts are about right, never too high: they leave the cache before the commit.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [STORING_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    counts = _take()
    for link_id, added in counts.items():
        InviteLink.objects.filter(pk=link_id).update(
            **{what: F(what) + number for what, number in added.items()}
        )
    return len(counts)


def _take() -> dict[str, dict[str, int]]:
    """Take all waiting counts out of the cache, in one step."""
    with quick_cache.client().pipeline(transaction=True) as pipe:
        pipe.hgetall(WAITING)
        pipe.delete(WAITING)
        waiting, _deleted = pipe.execute()
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for name, number in waiting.items():
        link_id, what = name.decode().rsplit(":", 1)
        counts[link_id][what] = int(number)
    return counts
