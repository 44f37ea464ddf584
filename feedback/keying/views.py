"""Keying in paper: one sheet at a time, by codes and Enter."""

import uuid
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.answering import codes
from feedback.answering.models import SurveyResponse
from feedback.keying import actions as keying
from feedback.keying import form_names, lines, piles, undoing
from feedback.keying.doubts import Doubts, doubts
from feedback.keying.form_names import PaperForm
from feedback.keying.forms import DayForm, FormNameForm
from feedback.keying.pages import SheetPage
from feedback.keying.rows import rows_of
from feedback.keying.undoing import LastSheet
from feedback.safety import worries
from feedback.surveys.models import Survey
from feedback.surveys.rules.piping import unasked_texts
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission

# What a field of a row is called, so that no question's key meets a name of ours.
LINE = "line-"
KEEP = "keep-"


def survey_of(request: HttpRequest, pk: int) -> Survey:
    ours = Survey.objects.within(request.agency).current()
    related = ours.select_related("activity__agency", "activity__round__study")
    return get_object_or_404(related, pk=pk)


@requires(Permission.RESPONSE_ADD)
def survey_key(request, pk):
    survey = survey_of(request, pk)
    sent = request.POST if request.method == "POST" else request.GET
    ask = FormNameForm(sent if "form" in sent else None)
    if not ask.is_valid():
        return _ask(request, survey, ask)
    try:
        form = form_names.find(survey, ask.cleaned_data["form"])
    except Refusal as refusal:
        ask.add_error("form", refusal.message)
        return _ask(request, survey, ask)
    if request.method == "POST":
        return _keyed(request, survey, form)
    day = DayForm(survey=survey, initial={"day": request.GET.get("day", "")})
    page = SheetPage(form, rows_of(form), _token(form))
    return _page(request, survey, page=page, day=day)


def _keyed(request: HttpRequest, survey: Survey, form: PaperForm) -> HttpResponse:
    """One press of Enter, which reads what is there, or of Save."""
    rows, texts = rows_of(form), _texts(form)
    typed = {row.key: request.POST.get(f"{LINE}{row.key}", "") for row in rows}
    page = SheetPage(form, rows, request.POST.get("sheet", ""), typed)
    page.keyed = lines.read(rows, typed, texts, form.edition.stays)
    page.place = _place(request, page)
    day = DayForm(request.POST, survey=survey)
    is_ready = day.is_valid() and not page.keyed.faults and "save" in request.POST
    if not is_ready:
        return _page(request, survey, page=page, day=day)
    response_id = _read_token(form, page.token)
    if response_id is None:
        return _again(request, survey, page, day)
    page.doubts = doubts(form, rows, page.keyed.answers, texts)
    if not any(line.strip() for line in typed.values()):
        page.doubts = replace(page.doubts, is_empty=True)
    if not _is_settled(request, page.doubts):
        return _page(request, survey, page=page, day=day)
    skipped = [row.key for row in page.doubts.skipped]
    is_new = keying.save(
        response_id,
        form,
        page.keyed.answers,
        purposes=page.keyed.purposes,
        kept=[key for key in skipped if f"{KEEP}{key}" in request.POST],
        day=day.cleaned_data["day"],
    )
    if is_new:
        piles.add(request, survey.pk, response_id)
        if not survey.activity.in_practice:  # practice flags nothing
            _tell_of_worries(request, page)
    elif not SurveyResponse.objects.submitted().filter(pk=response_id).exists():
        return _again(request, survey, page, day)
    else:
        messages.info(request, _("This sheet was saved before. It is kept once."))
    return _next_sheet(form, day.cleaned_data["day"])


def _is_settled(request: HttpRequest, found: Doubts) -> bool:
    """Whether somebody saw just these, and said so of a sheet without an answer."""
    if found.is_empty and "save-empty" not in request.POST:
        return False
    return not found or request.POST.get("seen") == found.mark


@require_POST
@requires(Permission.RESPONSE_ADD)
def survey_key_undo(request, pk):
    """Erase the last sheet, and show again what was keyed, so that it can be mended.

    A second press erases nothing more and shows the same lines.
    """
    survey = survey_of(request, pk)
    sheet = undoing.read(survey, request.POST.get("last", ""))
    if sheet is None or not _is_undone(request, survey, sheet):
        messages.info(request, _("There is no sheet to undo."))
        return redirect("survey-key", pk)
    messages.success(request, _("The last sheet is erased. Mend it here, and save."))
    form = sheet.form
    token = _token(form, sheet.mended_id)
    page = SheetPage(form, rows_of(form), token, sheet.lines)
    page.keyed = lines.read(page.rows, sheet.lines, _texts(form), form.edition.stays)
    page.place = len(page.rows)
    day = DayForm(survey=survey, initial={"day": sheet.day})
    return _page(request, survey, page=page, day=day)


def _is_undone(request: HttpRequest, survey: Survey, sheet: LastSheet) -> bool:
    """Erase it where it is the last one still; whether it is erased then."""
    if piles.pile(request, survey.pk).last == sheet.response_id:
        keying.undo(sheet.response_id)
        piles.take_last(request, survey.pk)
    sent = SurveyResponse.objects.submitted()
    return not sent.filter(pk=sheet.response_id).exists()


def _tell_of_worries(request: HttpRequest, page: SheetPage) -> None:
    questions = page.form.edition.document["questions"]
    if worries.keys_of(questions, page.keyed.answers):
        text = _(
            "Words on this sheet may say that somebody needs help. Show it to whoever "
            "looks after that in your team; the page “Someone may need help” has it."
        )
        messages.warning(request, text)


def _again(
    request: HttpRequest, survey: Survey, page: SheetPage, day: DayForm
) -> HttpResponse:
    """The same lines under a new id: the old one is no good, or was undone."""
    page.token, page.doubts = _token(page.form), Doubts()
    messages.warning(
        request, _("Nothing was saved: this page was old. Look at it, and save again.")
    )
    return _page(request, survey, page=page, day=day)


def _place(request: HttpRequest, page: SheetPage) -> int:
    """Where Enter leads without a script: behind the last line that was filled in.

    Where nothing new was, the person passed a question that is blank on the sheet.
    """
    at = request.POST.get("at", "")
    at = int(at) if at.isdecimal() and len(at) < 5 else 0
    filled = [i for i, row in enumerate(page.rows) if page.typed[row.key].strip()]
    return max(at, filled[-1] if filled else 0) + 1


def _next_sheet(form: PaperForm, day: date | None) -> HttpResponse:
    kept = {"form": form.name} | ({"day": day.isoformat()} if day else {})
    address = reverse("survey-key", args=[form.version.survey_id])
    return redirect(f"{address}?{urlencode(kept)}")


def _ask(request: HttpRequest, survey: Survey, ask: FormNameForm) -> HttpResponse:
    return _page(request, survey, ask=ask, forms=form_names.newest(survey))


def _page(request: HttpRequest, survey: Survey, **shown) -> HttpResponse:
    pile = piles.pile(request, survey.pk)
    context = {
        "survey": survey,
        "here": "key",
        "pile": pile,
        "code": codes.receipt_code(pile.last) if pile.last else "",
        "earlier": [codes.receipt_code(one) for one in pile.earlier],
        "last": undoing.carried(survey, pile.last),
    }
    return render(request, "keying/survey_key.html", context | shown)


def _texts(form: PaperForm) -> Mapping[str, str]:
    return unasked_texts(form.edition.document["texts"][form.language])


def _token(form: PaperForm, response_id: uuid.UUID | None = None) -> str:
    """The id of a sheet that is not stored yet: a second save of it finds the first."""
    return _signer(form).sign((response_id or uuid.uuid4()).hex)


def _read_token(form: PaperForm, token: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(_signer(form).unsign(token))
    except signing.BadSignature:
        return None


def _signer(form: PaperForm) -> signing.Signer:
    return signing.Signer(salt=f"keying.sheet:{form.name}")
