"""A count that a browser keeps for us, signed: it costs the server no row."""

import math
import time
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse


@dataclass(frozen=True)
class BrowserCount:
    """How often one browser did something; it ends when the last time is a while ago."""

    cookie: str
    within_seconds: int

    def read(self, request: HttpRequest) -> int:
        """0 also for a count that the browser made up."""
        kept = request.get_signed_cookie(
            self.cookie, default="0", salt=self.cookie, max_age=self.within_seconds
        )
        return int(kept)

    def add_one(
        self, request: HttpRequest, response: HttpResponse, *, path: str
    ) -> None:
        """Keep one more, for the addresses below `path` alone."""
        response.set_signed_cookie(
            self.cookie,
            self.read(request) + 1,
            salt=self.cookie,
            max_age=self.within_seconds,
            path=path,
            httponly=True,
            samesite="Lax",
            secure=settings.HTTPS,
        )

    def seconds_left(self, request: HttpRequest) -> int:
        """Until it ends: it carries the moment of the last one."""
        noted = request.COOKIES.get(self.cookie, "").split(":")[1:2]
        last = signing.b62_decode(noted[0]) if noted else time.time()
        left = math.ceil(last + self.within_seconds - time.time())
        return min(max(1, left), self.within_seconds)  # also where a clock was put back
