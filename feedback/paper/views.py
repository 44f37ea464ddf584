import re
from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from feedback.paper import sheets
from feedback.paper.reviewing import review
from feedback.surveys.models import Survey
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.printing.pdf import PAPERS, TooLong
from studies.printing.typesetting import NoFont, some
from studies.wording.tags import language_name


def survey_of(request: HttpRequest, pk: int) -> Survey:
    ours = Survey.objects.within(request.agency)
    related = ours.select_related("activity__agency", "activity__round__study")
    return get_object_or_404(related, pk=pk)


def _source_of(request: HttpRequest, survey: Survey) -> sheets.Source:
    found = sheets.source(survey, request.GET.get("version", ""))
    if found is None:
        raise Http404
    return found


def _look(request: HttpRequest) -> dict:
    paper = request.GET.get("paper", "")
    return {
        "paper": paper if paper in PAPERS else "letter",
        "large": bool(request.GET.get("large")),
    }


@requires(Permission.SURVEY_VIEW)
def survey_paper(request, pk):
    """Which version, on which paper; then each language's sheet and PDF."""
    survey = survey_of(request, pk)
    source = _source_of(request, survey)
    languages = [
        {
            "code": code,
            "name": language_name(code),
            "letters": some(source.missing(code)),
        }
        for code in source.languages
    ]
    return render(
        request,
        "paper/survey_paper.html",
        {
            "survey": survey,
            "versions": list(survey.versions.values_list("number", flat=True)),
            "shown": source.version.number if source.version else sheets.DRAFT,
            "look": _look(request),
            "forms": languages,
            "here": "paper",
        },
    )


def _sheet(request: HttpRequest, pk: int, language: str):
    source = _source_of(request, survey_of(request, pk))
    if language not in source.languages:
        raise Http404
    return source.sheet(language)


@requires(Permission.SURVEY_VIEW)
def paper_sheet(request, pk, language):
    """One form to print from the browser, which has fonts of its own."""
    sheet = _sheet(request, pk, language)
    shown = {"sheet": sheet, "look": _look(request), "pk": pk}
    return render(request, "paper/sheet.html", shown)


@requires(Permission.SURVEY_VIEW)
def paper_pages(request, pk, language):
    """What stands in the margins of each printed page: the form's name and the page."""
    sheet, look = _sheet(request, pk, language), _look(request)
    before, _page, rest = sheet.page.partition("{page}")
    between, _pages, behind = rest.partition("{pages}")
    parts = [before, None, between, None, behind]
    counters = iter(["counter(page)", "counter(pages)"])
    form = sheet.form.format(name=f"\u2066{sheet.name}\u2069")
    page = " ".join(next(counters) if p is None else _css(p) for p in parts)
    shown = {
        "draft": _css(sheet.draft),
        "form": _css(f"{form} · {sheet.edition}"),
        "page": page,
        "look": look,
    }
    return render(request, "paper/pages.css", shown, content_type="text/css")


def _css(words: str) -> str:
    """A string of CSS: all but letters and digits escaped."""
    safe = re.sub(r"[^\w ]", lambda sign: f"\\{ord(sign[0]):x} ", words)
    return f'"{safe}"'


@requires(Permission.SURVEY_VIEW)
def paper_pdf(request, pk, language):
    sheet = _sheet(request, pk, language)
    return _pdf(request, pk, f"{sheet.name}.pdf", sheets.form_pdf, sheet)


@requires(Permission.SURVEY_VIEW)
def review_sheet(request, pk):
    survey = survey_of(request, pk)
    shown = {"survey": survey, "sheet": review(survey)}
    return render(request, "paper/review.html", shown)


@requires(Permission.SURVEY_VIEW)
def review_pdf(request, pk):
    survey = survey_of(request, pk)
    return _pdf(request, pk, f"review-{pk}.pdf", sheets.review_pdf, review(survey))


def _pdf(request: HttpRequest, pk: int, name: str, make: Callable, sheet):
    """The file, or the Paper page with the reason why there is none."""
    try:
        return _file(make(sheet, _look(request)), name)
    except NoFont as fault:
        text = _(
            "No PDF was made: this server has no font for %(letters)s. Print the sheet "
            "from your browser instead, or ask who runs this server to add the font."
        )
        text %= {"letters": some(fault.letters)}
    except TooLong:
        text = _(
            "No PDF was made: it is too long, or the server has too much to do. Print "
            "the sheet from your browser instead, or try again later."
        )
    messages.error(request, text)
    return redirect("survey-paper", pk)


def _file(made: bytes, name: str) -> HttpResponse:
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response
