from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.surveys.forms.inviting import TaskForm
from feedback.surveys.forms.small import VouchForm
from feedback.surveys.forms.translating import written
from feedback.surveys.models import GuestLink, Survey
from feedback.surveys.outside.open_links import links_of
from feedback.surveys.translation import translating
from feedback.surveys.translation.languages import progress
from feedback.surveys.translation.rows import (
    TranslateRow,
    next_address,
    rows_of,
    translate_page,
    with_unsaved,
)
from feedback.surveys.translation.translated_words import (
    settle_translation,
    written_texts,
)
from feedback.surveys.views.finding import survey_of
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.wording.remarks import review
from studies.wording.tags import language_info


@requires(Permission.SURVEY_TRANSLATE)
def survey_translate(request, pk, language):
    """Source and translation side by side; what is saved is said text by text."""
    survey = _translated_survey(request, pk, language)
    if request.method != "POST":
        return _page(request, survey, language, rows_of(survey, language))
    sent = written(request.POST)
    saved = translating.save_translations(survey.pk, language, sent, by=request.user)
    say_saved(request, saved)
    rows = rows_of(survey, language)
    if saved.is_settled:
        return redirect(where_next(request, rows, sent))
    return _page(request, survey, language, with_unsaved(rows, sent, saved))


def where_next(request, rows: list[TranslateRow], sent, **options) -> str:
    """Back to the same page, or on to the next open text where that was asked."""
    if "go_on" not in request.POST:
        return request.get_full_path()
    show = request.GET.get("show", "")
    return request.path + next_address(rows, sent, show=show, **options)


@requires(Permission.SURVEY_TRANSLATE)
@require_POST
def survey_translate_finding(request, pk, language):
    """Put a plainer word in a translation, or let it stand."""
    survey = _translated_survey(request, pk, language)
    try:
        settle_translation(survey.pk, language, request.POST, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    address = reverse("survey-translate", args=[survey.pk, language])
    return redirect(f"{address}#reads")


@requires(Permission.SURVEY_TRANSLATE)
@require_POST
def survey_vouch(request, pk, language):
    """Somebody by name stands for all texts, instead of one tick for each."""
    survey = _translated_survey(request, pk, language)
    form = VouchForm(request.POST)
    if not form.is_valid():
        rows = rows_of(survey, language)
        return _page(request, survey, language, rows, form)
    name = form.cleaned_data["name"]
    translating.vouch_for(survey.pk, language, name, by=request.user)
    messages.success(
        request,
        _("%(name)s now stands for these texts, until one changes.") % {"name": name},
    )
    return redirect("survey-translate", survey.pk, language)


def _translated_survey(request, pk: int, language: str) -> Survey:
    survey = survey_of(request, pk)
    if language not in [*survey.languages, *survey.later_languages]:
        raise Http404
    return survey


def say_saved(request, saved: translating.Saved) -> None:
    text = ngettext("%(n)d text saved.", "%(n)d texts saved.", saved.written)
    messages.success(request, text % {"n": saved.written})
    if saved.clashes:
        messages.warning(
            request,
            _(
                "Somebody else changed a text while you wrote. Nothing of theirs was "
                "overwritten: both are shown below. Choose one, and save again."
            ),
        )
    if saved.faults:
        messages.warning(
            request,
            _(
                "A word in brackets is missing or made up below. The text is saved, "
                "but not as read over."
            ),
        )


def _page(
    request,
    survey: Survey,
    language: str,
    rows: list[TranslateRow],
    vouch_form: VouchForm | None = None,
):
    links = links_of(survey, GuestLink.Purpose.TRANSLATE, language)
    [state] = progress(survey, [language], [row.named for row in rows])
    shown = translate_page(
        rows,
        language,
        show=request.GET.get("show", ""),
        number=request.GET.get("page", 1),
    )
    return render(
        request,
        "surveys/survey_translate.html",
        {
            "survey": survey,
            "shown": shown,
            "language": language,
            "target": language_info(language),
            "source": language_info(survey.source_language),
            "state": state,
            "vouch_form": vouch_form or VouchForm(),
            "review": review(written_texts(survey, language, shown.page)),
            "here": "languages",
            "links": links,
            "closed_links": any(link.link.state != "open" for link in links),
            "task_form": TaskForm(survey=survey),
        },
    )
