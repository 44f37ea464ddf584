"""How often one browser may try short codes that do not work.

It slows whoever guesses by hand. Never by address: a library or a shelter shares one.
Never for everybody together: whoever sends wrong codes would lock out a full hall.
Against a program stands the number of codes, 22 to the power of 8.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponse

# A person mistypes a few times.
MOST_WRONG, WITHIN_SECONDS = 10, 5 * 60
# The browser keeps the count, signed: it costs the server no row.
COOKIE = "cx_wrong_codes"


def must_wait(request: HttpRequest) -> bool:
    """Whether this code is not looked up now; a right one waits as a wrong one does."""
    return _wrong(request) >= MOST_WRONG


def note_wrong(request: HttpRequest, response: HttpResponse) -> None:
    """One more; the count ends when the last one is a while ago."""
    response.set_signed_cookie(
        COOKIE,
        _wrong(request) + 1,
        salt=COOKIE,
        max_age=WITHIN_SECONDS,
        path=request.path,
        httponly=True,
        samesite="Lax",
        secure=settings.HTTPS,
    )


def _wrong(request: HttpRequest) -> int:
    count = request.get_signed_cookie(
        COOKIE, default="0", salt=COOKIE, max_age=WITHIN_SECONDS
    )
    return int(count)
