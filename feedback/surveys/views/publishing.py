"""The page from which a draft becomes the next version."""

from collections.abc import Mapping

from django.conf import settings
from django.contrib import messages
from django.forms import BoundField
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.surveys import publishing
from feedback.surveys.checklist.trying import trying
from feedback.surveys.comparing.saying import Group
from feedback.surveys.editor.draft_page import DraftPage
from feedback.surveys.forms.publishing import PublishForm, box_name
from feedback.surveys.models import Survey, SurveyVersion
from feedback.surveys.publication import Publication, between
from feedback.surveys.translation.adding_language import additions, publish_language
from feedback.surveys.views.finding import survey_of
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.wording.tags import language_name

# These are said beside what was written, so that it is kept.
ASKED_AGAIN = {"no_reason", "stale"}


@requires(Permission.SURVEY_PUBLISH)
def survey_publish(request, pk):
    """The checklist, what changes for people, and the button that makes a version."""
    survey = survey_of(request, pk)
    draft = DraftPage(survey)
    publication = Publication(survey, draft.newest)
    form = PublishForm(
        request.POST if request.method == "POST" else None,
        changes=publication.changes,
        seen=publication.mark,
    )
    if request.method == "POST" and form.is_valid():
        refusal = _publish(request, survey, draft.newest, form)
        if refusal is None or refusal.code not in ASKED_AGAIN:
            return redirect("survey-publish", survey.pk)
        form.again(publication.mark)
        field = "reason" if refusal.code == "no_reason" else None
        form.add_error(field, refusal.message)
    return _page(request, survey, draft, publication, form)


def _publish(
    request, survey: Survey, before: SurveyVersion | None, form: PublishForm
) -> Refusal | None:
    """Publish and say so; a refusal is returned, and said where it needs no answer."""
    written = form.cleaned_data
    try:
        version = publishing.publish(
            survey.pk,
            by=request.user,
            reason=written["reason"],
            graded=form.graded(),
            seen=written["seen"],
        )
    except Refusal as refusal:
        if refusal.code not in ASKED_AGAIN:
            messages.error(request, refusal.message)
        return refusal
    if before and version.pk == before.pk:
        text = _("Nothing to publish: people see version %(number)d already.")
    else:
        text = _("Version %(number)d is published.")
    messages.success(request, text % {"number": version.number})
    return None


def _page(request, survey, draft, publication, form):
    boxes = {
        change.id: form[box_name(change)]
        for change in publication.changes
        if box_name(change) in form.fields
    }
    open_at = reverse("respond-first", args=[survey.activity.slug])
    return render(
        request,
        "surveys/survey_publish.html",
        {
            "survey": survey,
            "draft": draft,
            "publication": publication,
            "groups": rows_of(publication.groups, boxes),
            "counted": True,
            "form": form,
            "tried": trying(survey),
            "kiosks": survey.activity.invite_links.kiosks().filter(revoked_at=None),
            "additions": additions(survey, draft.newest),
            "open_link": settings.BASE_URL + open_at,
            "here": "publish",
        },
    )


@requires(Permission.SURVEY_PUBLISH)
@require_POST
def survey_publish_language(request, pk, language):
    """The version that people see, in one more language; the draft does not go out."""
    survey = survey_of(request, pk)
    try:
        version = publish_language(survey.pk, language, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    else:
        words = {"number": version.number, "language": language_name(language)}
        text = _("Version %(number)d is published: %(language)s was added to it.")
        messages.success(request, text % words)
    return redirect("survey-publish", survey.pk)


def rows_of(groups: list[Group], boxes: Mapping[str, BoundField]) -> list[tuple]:
    """Each class with its changes, and the box in which a change is judged."""
    return [
        (group, [(shown, boxes.get(shown.change.id)) for shown in group.changes])
        for group in groups
    ]


@requires(Permission.SURVEY_VIEW)
def survey_version(request, pk, number):
    """One version beside the one before: what changed, how it was judged, and why."""
    survey = survey_of(request, pk)
    rows = survey.versions.select_related("published_by")
    version = get_object_or_404(rows, number=number)
    before = rows.filter(number__lt=number).first()
    return render(
        request,
        "surveys/survey_version.html",
        {
            "survey": survey,
            "version": version,
            "before": before,
            "groups": rows_of(between(before, version) if before else [], {}),
            "here": "history",
        },
    )
