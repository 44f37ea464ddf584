from collections.abc import Callable
from functools import cached_property

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.gzip import GZipMiddleware
from django.utils import timezone, translation

from cxstudio import errors

STUDIO_PREFIX = "/studio/"
# Pages that keep their language in the attempt, and set no cookie but its own.
RESPONDENT_PREFIXES = ("/s/", "/i/")
# Pages for members and operators: in the studio's languages. Translators and reviewers,
# who come by a link, read theirs in any.
STAFF_PREFIXES = (
    STUDIO_PREFIX,
    "/accounts/",
    "/join/",
    "/no-agency/",
    "/operate/",
    "/dev/",
)


def languages_for(path: str) -> list[str]:
    """The interface languages of a page: fewer in the studio than for customers."""
    if path.startswith(STAFF_PREFIXES):
        return settings.STUDIO_LANGUAGES
    return [code for code, _ in settings.LANGUAGES]


def unavailable(get_response: Callable) -> Callable:
    """Answer 503 in plain words while the database or the cache is away.

    `errors.server_error` does the same for what fails outside of a view.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_exception(request, exception):
        if not isinstance(exception, errors.SERVICE_AWAY):
            return None
        return errors.unavailable(request, exception)

    middleware.process_exception = process_exception
    return middleware


class LightPages(GZipMiddleware):
    """Pages for people go out packed, also where no proxy in front does it.

    Files do not: a recording has to be played from its middle.
    """

    def process_response(self, request, response):
        is_page = response.headers.get("Content-Type", "").startswith("text/html")
        is_staffs = request.path_info.startswith(STAFF_PREFIXES)
        if response.streaming or is_staffs or not is_page:
            return response
        return super().process_response(request, response)


def language(get_response: Callable) -> Callable:
    """The language asked for in `?lang=`, else the one kept, else the browser's.

    Respondent pages settle theirs again from the survey's own languages.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.GET.get("lang", "")
        known = languages_for(request.path)
        code = (
            asked if asked in known else translation.get_language_from_request(request)
        )
        translation.activate(code if code in known else settings.LANGUAGE_CODE)
        request.LANGUAGE_CODE = translation.get_language()
        response = get_response(request)
        response.headers.setdefault("Content-Language", translation.get_language())
        if asked in known and not request.path_info.startswith(RESPONDENT_PREFIXES):
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                secure=settings.HTTPS,
                httponly=True,
                samesite="Lax",
            )
        return response

    return middleware


class ContentSecurity(CSPMiddleware):
    """The site's policy, written out once; a page with one of its own has it built."""

    @cached_property
    def usual(self) -> str:
        return build_policy()

    def process_response(self, request, response):
        has_own = any(name.startswith("_csp_") for name in vars(response))
        if has_own or getattr(request, "_csp_nonce", None) or settings.DEBUG:
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.usual)
        return response


def clock(get_response: Callable) -> Callable:
    """Each request begins with the installation's clock.

    A door sets it to the agency's; the next request of the process must not inherit it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        with timezone.override(None):
            return get_response(request)

    return middleware


# What comes right after `members_end`, while Django puts the chain together from its
# end to its beginning.
_after: list[Callable] = []


def members_begin(get_response: Callable) -> Callable:
    """Let respondent pages pass by all that only members need, up to `members_end`.

    No session is looked for there and nobody is recognized, even where a member
    answers in the browser they work in.
    """
    straight_on = _after.pop()

    def middleware(request: HttpRequest) -> HttpResponse:
        is_answering = request.path_info.startswith(RESPONDENT_PREFIXES)
        return (straight_on if is_answering else get_response)(request)

    return middleware


def members_end(get_response: Callable) -> Callable:
    _after.append(get_response)
    return get_response
