"""How fast short codes may be tried: by one browser, and among codes that begin alike.

Never by address: a library or a shelter shares one.
"""

import time

from django.contrib.sessions.backends.base import SessionBase
from django.core.cache import cache

# A person mistypes a few times.
MOST_WRONG, WITHIN_SECONDS = 10, 5 * 60
# A full hall that types one code from a wall mistypes less. A program that drops its
# cookies needs about a month to meet one of a thousand working codes.
MOST_WRONG_A_MINUTE = 60
WRONG = "wrong_short_codes"


def must_wait(session: SessionBase, readings: list[str]) -> bool:
    """Whether this code is not looked up now; a right one waits as a wrong one does."""
    if len(_recently_wrong(session)) >= MOST_WRONG:
        return True
    return cache.get(_key(readings), 0) >= MOST_WRONG_A_MINUTE


def note_wrong(session: SessionBase, readings: list[str]) -> None:
    session[WRONG] = [*_recently_wrong(session), time.time()]
    key = _key(readings)
    cache.add(key, 0, 120)  # never gone before its count is read
    cache.incr(key, len(readings))


def _recently_wrong(session: SessionBase) -> list[float]:
    since = time.time() - WITHIN_SECONDS
    return [at for at in session.get(WRONG, []) if at > since]


def _key(readings: list[str]) -> str:
    """Codes that begin with the same sign are counted together, by the minute."""
    return f"wrong-codes:{ord(readings[-1][0])}:{int(time.time()) // 60}"
