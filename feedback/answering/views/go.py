from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from cxstudio import guessing
from cxstudio.forms import printable
from feedback.answering import attempts, entries, going_on, plain_pages, trying_codes
from feedback.answering.forms import ShortCodeForm
from feedback.answering.views.place import refused
from studies.agencies.doors import public
from studies.partners import tokens
from studies.people import kept_replies


@csrf_exempt  # it only leads on to a page; phones without cookies work too
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@public("Whoever has a printed code opens the survey that it stands for.")
@kept_replies.at_an_address
def go(request: HttpRequest) -> HttpResponse:
    """Type a code: from a flyer, to its survey, or to go on where somebody stood."""
    if request.method != "POST":
        return _page(request, ShortCodeForm())
    answer = refused(request)
    if answer:
        return answer
    if "language" in request.POST:  # a language was picked, and nothing sent
        typed = {"code": request.POST.get("code", "")}
        return _page(request, ShortCodeForm(initial=typed))
    form = ShortCodeForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    if trying_codes.must_wait(request):
        form.add_error("code", _wait())
        return _page(request, form, status=429)
    if form.going_on:
        return _go_on(request, form)
    entry = entries.by_short_code(form.readings)
    if entry is None:
        return _wrong(request, form, _unknown())
    return _lead_on(request, tokens.token_of(entry.link))


def _go_on(request: HttpRequest, form: ShortCodeForm) -> HttpResponse:
    """Back to where somebody stood, in their language; their browser keeps the place."""
    found = going_on.find(form.going_on, request.POST.get("by", ""))
    if found is None:
        return _wrong(request, form, _no_answers())
    if not found.is_open:
        return plain_pages.found_over(found)
    response = redirect(found.where())
    attempts.keep(response, found.attempt, found.address)
    return response


def _wrong(request: HttpRequest, form: ShortCodeForm, message: str) -> HttpResponse:
    form.add_error("code", message)
    response = _page(request, form)
    trying_codes.note_wrong(request, response)
    return guessing.note_wrong(response, "code")


def _unknown() -> str:
    """The same for a code that never was, that is over, and that is used up."""
    return _(
        "We find no open survey for this code. Look at each letter and number again. "
        "If they are right, the survey may be over."
    )


def _no_answers() -> str:
    """The same for a code that never was, and for answers that are erased."""
    return _(
        "We find no answers for this code. Look at each letter and number again. If "
        "they are right, the last day to go on may be over: then we have erased what "
        "was not sent. You can start again with your link."
    )


def _wait() -> str:
    return _(
        "Too many codes did not work, so we did not look for this one. It is kept "
        "here. Wait a few minutes, then press the button again. A scanned QR code "
        "works at once."
    )


def _lead_on(request: HttpRequest, token: str) -> HttpResponse:
    """To the first page; a phone without cookies takes a chosen language along."""
    response = redirect("invite", token=token)
    chosen = request.GET.get("lang", "")
    if (
        chosen == get_language()
        and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES
    ):
        response["Location"] += f"?lang={chosen}"
    return response


def _page(request, form: ShortCodeForm, *, status: int = 200) -> HttpResponse:
    """Its language buttons send the form along, so that the code is not lost."""
    by = printable(request.POST.get("by", ""))
    context = {"form": form, "languages_bring": "answers", "by": by}
    return render(request, "answering/go.html", context, status=status)
