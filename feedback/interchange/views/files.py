"""Translators' files: one out, one in, and the page between reading and saving."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.interchange import taking_in
from feedback.interchange.formats import FORMATS
from feedback.interchange.forms import FileForm, TakeInForm
from feedback.interchange.models import IncomingFile
from feedback.interchange.units import Batch, batch_of
from feedback.surveys.models import Survey
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.wording.tags import language_info


def as_file(survey: Survey, batch: Batch, ending: str) -> HttpResponse:
    content = FORMATS[ending].write(batch)
    name = slugify(survey.title)[:60] or f"survey-{survey.pk}"
    response = HttpResponse(content, content_type=FORMATS[ending].content_type)
    said = f'attachment; filename="{name}-{batch.target_language}.{ending}"'
    response.headers["Content-Disposition"] = said
    response.headers["Cache-Control"] = "no-store"
    return response


def _survey_or_404(request, pk: int, language: str) -> Survey:
    ours = Survey.objects.within(request.agency)
    survey = get_object_or_404(ours.select_related("activity__agency"), pk=pk)
    if language not in [*survey.languages, *survey.later_languages]:
        raise Http404
    return survey


@requires(Permission.SURVEY_TRANSLATE)
def texts_out(request, pk, language, ending):
    """All texts of a draft with their translations, as a file."""
    survey = _survey_or_404(request, pk, language)
    if ending not in FORMATS:
        raise Http404
    try:
        return as_file(survey, batch_of(survey, language), ending)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("survey-translate", survey.pk, language)


@requires(Permission.SURVEY_TRANSLATE)
def texts_in(request, pk, language):
    """Send a file; its rows are looked at before anything is saved."""
    survey = _survey_or_404(request, pk, language)
    is_sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if is_sent else FileForm()
    if is_sent and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            file = taking_in.receive(
                survey, language, sent.name, sent.read(), by=request.user
            )
        except Refusal as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("texts-look", survey.pk, language, file.pk)
    context = {
        "survey": survey,
        "target": language_info(language),
        "form": form,
        "formats": list(FORMATS.values()),
        "waiting": survey.incoming_files.waiting().filter(language=language),
        "here": "languages",
    }
    return render(request, "interchange/texts_in.html", context)


@requires(Permission.SURVEY_TRANSLATE)
def texts_look(request, pk, language, file_pk):
    """Each row of a file beside what is saved; then all that was chosen, at once."""
    survey = _survey_or_404(request, pk, language)
    file = get_object_or_404(
        survey.incoming_files.filter(language=language), pk=file_pk
    )
    form = TakeInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            saved = taking_in.take_in(
                file.pk,
                mark=form.cleaned_data["mark"],
                left_out=form.rows("leave"),
                picked=form.rows("take"),
                as_reviewed=form.cleaned_data["as_reviewed"],
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            text = ngettext("%(n)d text saved.", "%(n)d texts saved.", saved)
            messages.success(request, text % {"n": saved})
            return redirect("survey-translate", survey.pk, language)
    return _look(request, survey, file, form)


def _look(request, survey: Survey, file: IncomingFile, form: TakeInForm):
    compared = taking_in.comparison(file, survey)
    context = {
        "survey": survey,
        "file": file,
        "form": form,
        "compared": compared,
        "saves_by_itself": len(compared.of(taking_in.TAKEN)),
        "asks": len(compared.of(taking_in.ASKED)),
        "left": form.rows("leave") if form.is_bound else set(),
        "picked": form.rows("take") if form.is_bound else set(),
        "target": language_info(file.language),
        "source": language_info(survey.source_language),
        "here": "languages",
    }
    return render(request, "interchange/texts_look.html", context)


@requires(Permission.SURVEY_TRANSLATE)
@require_POST
def texts_away(request, pk, language, file_pk):
    """Throw a file away that was not taken in."""
    survey = _survey_or_404(request, pk, language)
    file = get_object_or_404(
        survey.incoming_files.filter(language=language), pk=file_pk
    )
    taking_in.throw_away(file.pk)
    messages.success(
        request, _("The file is thrown away. No translation was changed by it.")
    )
    return redirect("texts-in", survey.pk, language)
