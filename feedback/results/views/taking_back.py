import time

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from feedback.answering.first_page import day
from feedback.results import taking_back
from feedback.results.asked import language_of
from feedback.results.forms import CodeForm
from studies.agencies.doors import public
from studies.agencies.models import Agency
from studies.people import kept_replies
from studies.wording.agency_face import face

# A person mistypes a few times. Codes hold 55 bits, so guessing is hopeless anyway;
# counting by address would shut out a whole library or shelter.
MOST_WRONG, WITHIN_SECONDS = 10, 15 * 60
WRONG = "wrong_codes"


@csrf_exempt  # the code itself proves the right; phones without cookies work too
@never_cache
@public("Whoever holds a receipt's code may take those answers back, with no account.")
@kept_replies.at_an_address
def withdraw(request):
    """Type the code, see what goes and what stays, confirm; gone at once."""
    if request.method != "POST":
        return _page(request, "withdraw", form=CodeForm())
    if len(_recently_wrong(request)) >= MOST_WRONG:
        return _page(request, "withdraw_wait", status=429)
    speaks = "language" in request.POST  # a language was picked, and nothing sent
    if speaks and "asked" not in request.POST:
        typed = {"code": request.POST.get("code", "")}
        return _page(request, "withdraw", form=CodeForm(initial=typed))
    form = CodeForm(request.POST)
    if not form.is_valid():
        request.session[WRONG] = [*_recently_wrong(request), time.time()]
        return _page(request, "withdraw", form=form)
    if "erase" in request.POST and not speaks:
        taking_back.take_back(form.cleaned_data["code"])
        asked_by = form.found.survey.activity.agency.slug
        name = "withdraw-kept" if taking_back.is_kept(form.found) else "withdraw-done"
        return redirect(f"{reverse(name, args=[asked_by])}?lang={get_language()}")
    return _ask_first(request, form)


@public("It says that answers are gone, and holds nothing of them.")
def withdraw_done(request, slug=""):
    """Whoever still has a question finds the agency there; older addresses name none."""
    agency = get_object_or_404(Agency, slug=slug) if slug else None
    context = {"agency": face(agency, get_language())} if agency else {}
    return render(request, "results/withdraw_done.html", context)


@public("It says that a legal hold keeps answers, and holds nothing of them.")
def withdraw_kept(request, slug):
    agency = get_object_or_404(Agency, slug=slug)
    context = {"agency": face(agency, get_language())}
    return render(request, "results/withdraw_kept.html", context)


def _ask_first(request, form):
    response = form.found
    document, activity = response.version.document, response.survey.activity
    shown = language_of(document, get_language())
    texts = document["texts"][shown]
    round_, today = activity.round, timezone.localdate()
    coming = round_ and round_.tell_by >= today
    context = {
        "code": form.cleaned_data["code"],
        "agency": face(activity.agency, get_language()),
        "title": texts.get("title", ""),
        "title_language": "" if shown == get_language() else shown,
        "finished_on": day(response.submitted_on, today)
        if response.is_finished
        else "",
        "begun_on": day(response.started_on, today),
        "tell_by": day(round_.tell_by, today) if coming else "",
        "is_kept": taking_back.is_kept(response),
    }
    return _page(request, "withdraw_ask", **context)


def _page(request, name: str, *, status: int = 200, **context):
    """Its language buttons send the form along, so that the code is not lost."""
    context |= {"languages_bring": "answers"}
    return render(request, f"results/{name}.html", context, status=status)


def _recently_wrong(request) -> list[float]:
    since = time.time() - WITHIN_SECONDS
    return [at for at in request.session.get(WRONG, []) if at > since]
