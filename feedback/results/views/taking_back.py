import time

from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from feedback.answering.first_page import day
from feedback.results import taking_back
from feedback.results.asked import language_of
from feedback.results.forms import CodeForm
from studies.agencies.doors import public
from studies.wording.agency_face import face

# A person mistypes a few times. Codes hold 55 bits, so guessing is hopeless anyway;
# counting by address would shut out a whole library or shelter.
MOST_WRONG, WITHIN_SECONDS = 10, 15 * 60
WRONG = "wrong_codes"


@csrf_exempt  # the code itself proves the right; phones without cookies work too
@never_cache
@public("Whoever holds a receipt's code may take those answers back, with no account.")
def withdraw(request):
    """Type the code, see what goes and what stays, confirm; gone at once."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "results/withdraw.html", {"form": form})
    if len(_recently_wrong(request)) >= MOST_WRONG:
        return render(request, "results/withdraw_wait.html", status=429)
    if not form.is_valid():
        request.session[WRONG] = [*_recently_wrong(request), time.time()]
        return render(request, "results/withdraw.html", {"form": form})
    if "erase" in request.POST:
        taking_back.take_back(form.cleaned_data["code"])
        return redirect("withdraw-done")
    return _ask_first(request, form)


@public("It says that answers are gone, and holds nothing of them.")
def withdraw_done(request):
    return render(request, "results/withdraw_done.html")


def _ask_first(request, form):
    response = form.found
    document, activity = response.version.document, response.survey.activity
    texts = document["texts"][language_of(document, get_language())]
    round_, today = activity.round, timezone.localdate()
    coming = round_ and round_.tell_by >= today
    context = {
        "code": form.cleaned_data["code"],
        "agency": face(activity.agency, get_language()),
        "title": texts.get("title", ""),
        "finished_on": day(response.submitted_on, today),
        "tell_by": day(round_.tell_by, today) if coming else "",
    }
    return render(request, "results/withdraw_ask.html", context)


def _recently_wrong(request) -> list[float]:
    since = time.time() - WITHIN_SECONDS
    return [at for at in request.session.get(WRONG, []) if at > since]
