"""How often one browser may try short codes that do not work.

It slows whoever guesses by hand. Never by address: a library or a shelter shares one.
Never for everybody together: whoever sends wrong codes would lock out a full hall.
Against a program stands the number of codes, 22 to the power of 8.
"""

from django.http import HttpRequest, HttpResponse

from cxstudio.browser_counts import BrowserCount

# A person mistypes a few times.
MOST_WRONG, WITHIN_SECONDS = 10, 5 * 60
WRONG = BrowserCount("cx_wrong_codes", WITHIN_SECONDS)


def must_wait(request: HttpRequest) -> bool:
    """Whether this code is not looked up now; a right one waits as a wrong one does."""
    return WRONG.read(request) >= MOST_WRONG


def note_wrong(request: HttpRequest, response: HttpResponse) -> None:
    WRONG.add_one(request, response, path=request.path)
