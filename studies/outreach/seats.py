"""How many threads of one worker mailings may take, however many there are to send.

The others are for what somebody waits for: letters about visits, codes, news of
providers. A mailing of an hour would else stand before all of them.
"""

import threading
from collections.abc import Callable

SHARE = 2  # one in so many threads


class Seats:
    def __init__(self, threads: int = 1):
        self._free = threading.Semaphore(max(1, threads // SHARE))
        self._asked = threading.Event()

    def run(self, work: Callable[[], None]) -> bool:
        """Do it where a seat is free; True where somebody asked in vain meanwhile.

        Who finds none goes at once: whoever has one looks at all that is due, and is
        told to look once more.
        """
        if not self._free.acquire(blocking=False):
            self._asked.set()
            return False
        try:
            self._asked.clear()
            work()
        finally:
            self._free.release()
        return self._asked.is_set()
