"""Room in the cache for what is long: so much in a while, whoever sends it."""

import logging
import time

import redis

from cxstudio import quick_cache

log = logging.getLogger(__name__)

# Up to here nobody counts; somebody's own words, packed, hardly ever are longer.
SMALL = 50_000
# The cache holds twice as much of it at most, at the border of two whiles.
ROOM, WHILE_SECONDS = 32_000_000, 15 * 60


def take(size: int) -> bool:
    """Whether so many bytes may wait in the cache; the long ones are added up."""
    if size <= SMALL:
        return True
    name = f"cx:room:{int(time.time() // WHILE_SECONDS)}"
    try:
        with quick_cache.client().pipeline(transaction=False) as pipe:
            pipe.incrby(name, size)
            pipe.expire(name, WHILE_SECONDS)
            taken = pipe.execute()[0]
    except redis.RedisError:
        log.warning("cache_room_unknown")
        return False
    return taken <= ROOM
