"""The editor as a whole page, or only what an act changed of it.

The script on the page asks with the header below and puts the pieces in their places;
without it the same addresses answer with the page, or with a way back to it.
"""

from collections.abc import Collection, Mapping

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers, patch_vary_headers

from feedback.surveys.editor import draft_list
from feedback.surveys.editor.draft_list import Part
from feedback.surveys.editor.draft_page import DraftPage
from feedback.surveys.forms.inviting import AskForm
from feedback.surveys.models import Survey

HEADER = "X-In-Place"
DETAILS = "details"


def is_in_place(request: HttpRequest) -> bool:
    return HEADER in request.headers


def at(survey: Survey, anchor: str, query: str = "") -> HttpResponse:
    """Back to the editor, with the keyboard where the work was."""
    return redirect(reverse("survey-edit", args=[survey.pk]) + f"{query}#{anchor}")


def show(
    request: HttpRequest,
    draft: DraftPage,
    part: Part | None = None,
    *,
    focus: str = "",
    said: str = "",
    touched: Collection[str] = (),
    before: Mapping[str, tuple] | None = None,
    **context,
) -> HttpResponse:
    """The editor with `part` open in it; in place, the part and what changed around it.

    `before` is what the cards looked like; each one that looks different is sent.
    """
    lines = draft_list.lines(draft, part)
    context |= {"survey": draft.survey, "draft": draft, "lines": lines, "part": part}
    context["question_form"] = part.holds.get("form") if part else None
    if not is_in_place(request):
        opened = [line.card.number for line in lines if line.card and line.part]
        context["ask_form"] = AskForm(survey=draft.survey)
        context["on_phone"] = opened[0] if opened else 0
        return render(request, "surveys/survey_edit.html", context)
    touched = {*touched, part.id} if part else set(touched)
    changed = _changed(request, draft, before) if before is not None else set()
    context |= {
        "changed": [line for line in lines if line.id in touched | changed],
        "with_details": DETAILS in touched,
        "is_after": before is not None,
        "touched": " ".join(sorted(touched)),
        "focus": focus,
        "said": said,
    }
    answer = render(request, "surveys/pieces.html", context)
    # The same address is a whole page without the header: neither may stand for both.
    patch_vary_headers(answer, [HEADER])
    add_never_cache_headers(answer)
    return answer


def _changed(
    request: HttpRequest, draft: DraftPage, before: Mapping[str, tuple]
) -> set[str]:
    """Cards that look different, and those whose rules had a fault or have one now."""
    present = draft_list.faces(draft)
    changed = {name for name, face in present.items() if before.get(name) != face}
    at_fault = {f"question-{pk}" for pk in draft.findings_of_rules}
    heads = {draft_list.section_id(row) for row in draft.survey.drafted_sections}
    return changed | at_fault | heads | set(request.headers[HEADER].split())


def done(
    request: HttpRequest,
    survey: Survey,
    *,
    before: Mapping[str, tuple],
    focus: str,
    said: str = "",
    part: Part | None = None,
    touched: Collection[str] = (),
    query: str = "",
) -> HttpResponse:
    """After an accepted act: the pieces, or back to the page without a script."""
    if not is_in_place(request):
        return at(survey, focus, query)
    draft = DraftPage(survey)
    marks = {"touched": touched, "before": before, "focus": focus, "said": said}
    return show(request, draft, part, **marks)
