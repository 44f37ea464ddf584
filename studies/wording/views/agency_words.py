from django.conf import settings
from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.wording import side_by_side
from studies.wording.agency_face import SOURCE, named_texts
from studies.wording.agency_texts import settle_agency, written_texts
from studies.wording.remarks import review
from studies.wording.tags import language_info


def _others() -> list[str]:
    """The interface's languages that an agency does not write of itself in."""
    return [code for code, _name in settings.LANGUAGES if code != SOURCE]


@requires(Permission.SURVEY_TRANSLATE)
def agency_words(request):
    """What the agency says of itself, and how much of it each language lacks."""
    counts = side_by_side.open_counts(named_texts(request.agency), _others())
    tongues = [language_info(code) | {"open": n} for code, n in counts.items()]
    context = {"tongues": tongues, "review": review(written_texts(request.agency))}
    return render(request, "wording/agency_words.html", context)


@require_POST
@requires(Permission.AGENCY_MANAGE)
def agency_words_finding(request):
    """Put a plainer word in what the agency says of itself, or let it stand."""
    try:
        settle_agency(request.agency.pk, request.POST, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect(reverse("agency-words") + "#reads")


@requires(Permission.SURVEY_TRANSLATE)
def agency_words_in(request, slug, language):
    """The agency's name, hours and notices, and their translation, side by side."""
    if slug != request.agency.slug or language not in _others():
        raise Http404
    clashes, named = [], named_texts(request.agency)
    if request.method == "POST":
        clashes = side_by_side.save(
            request.agency,
            named,
            language,
            request.POST,
            agency=request.agency,
            by=request.user,
        )
        if not clashes:
            messages.success(request, _("Saved. People read it within a minute."))
            return redirect("agency-words")
        messages.warning(
            request,
            _("Somebody else changed a text meanwhile. Both are shown: choose one."),
        )
    rows = side_by_side.rows_of(named, language)
    context = {
        "rows": side_by_side.with_clashes(rows, clashes),
        "source": language_info(SOURCE),
        "target": language_info(language),
    }
    return render(request, "wording/agency_words_in.html", context)
