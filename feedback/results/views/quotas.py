"""How many people of each group are to answer a survey."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from feedback.results import quota_planning
from feedback.results.quota_forms import QuotaChangeForm, QuotaForm
from feedback.results.views.summary import survey_or_404
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.partners import quotas
from studies.partners.models import Partner, Quota
from studies.partners.quota_words import NEARLY_PERCENT


@requires(Permission.SURVEY_VIEW)
@done_once
def survey_quotas(request, pk):
    """The quotas of a survey; `?question=` begins a new one, a POST adds it."""
    survey = survey_or_404(request, pk)
    may_edit = request.member.may(Permission.SURVEY_EDIT)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    document = quota_planning.document_of(survey)
    asked = quota_planning.questions(document, get_language()) if document else []
    key = request.GET.get("question", "")
    form = None
    if may_edit and key in dict(asked):
        form = QuotaForm(
            request.POST or None,
            choices=quota_planning.choices(document, key, get_language()),
            study=survey.activity.study,
        )
        is_sent = request.method == "POST" and form.is_valid()
        if is_sent and _add(request, survey, document, key, form):
            return redirect("survey-quotas", survey.pk)
    context = {
        "survey": survey,
        "rows": _rows(survey, document),
        "archived": survey.activity.quotas.archived().order_by("number"),
        "questions": asked,
        "question": dict(asked).get(key, ""),
        "key": key,
        "form": form,
        "may_edit": may_edit,
        "is_synthetic": survey.responses.filter(is_synthetic=True).exists(),
        "here": "quotas",
    }
    return render(request, "results/quotas.html", context)


def _rows(survey, document):
    """Each quota with its counts, and what the published survey asks by now."""
    ours = survey.activity.quotas.current().with_counts().select_related("segment")
    over = quota_planning.over_by_number(survey.pk)
    return [
        {
            "quota": quota,
            "words": document
            and quota_planning.words(
                document, quota.question_key, quota.codes, get_language()
            ),
            "over": over.get(quota.number, 0),
            "above": max(0, quota.counted - quota.target),
            "is_near": quota.counted * 100 >= NEARLY_PERCENT * quota.target,
        }
        for quota in ours.order_by("number")
    ]


def _add(request, survey, document, key: str, form: QuotaForm) -> Quota | None:
    try:
        quota = quota_planning.add(
            survey, document, question_key=key, by=request.user, **form.cleaned_data
        )
    except Refusal as refusal:
        form.add_error(None, refusal.message)
        return None
    messages.success(
        request, _("The quota counts from now on, and who answered before.")
    )
    return quota


@requires(Permission.SURVEY_EDIT)
def survey_quota(request, pk, quota_pk):
    """Change how many, and what is kept for partners."""
    survey, quota = _quota(request, pk, quota_pk)
    study, rooms = survey.activity.study, quotas.rooms_of(quota)
    ours = Partner.objects.within(request.agency).current()
    partners = ours.filter(partnerships__study=study) if study else ours.none()
    there = {"target": quota.target, "lease_minutes": quota.lease_minutes}
    form = QuotaChangeForm(
        request.POST or None, partners=list(partners), rooms=rooms, initial=there
    )
    if request.method == "POST" and form.is_valid():
        try:
            quota_planning.change(
                quota,
                target=form.cleaned_data["target"],
                lease_minutes=form.cleaned_data["lease_minutes"],
                rooms=form.rooms,
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _changed(quota))
            return redirect("survey-quotas", survey.pk)
    context = {"survey": survey, "quota": quota, "form": form, "here": "quotas"}
    return render(request, "results/quota.html", context)


def _changed(quota: Quota) -> str:
    row = Quota.objects.with_counts().get(pk=quota.pk)
    more = row.counted - row.target
    if more <= 0:
        return _("Saved.")
    text = ngettext(
        "Saved. %(n)d person more than that has answered already, and stays counted. "
        "Whoever comes from now on is over quota.",
        "Saved. %(n)d people more than that have answered already, and stay counted. "
        "Whoever comes from now on is over quota.",
        more,
    )
    return text % {"n": more}


@requires(Permission.SURVEY_EDIT)
@require_POST
def survey_quota_archive(request, pk, quota_pk):
    survey, quota = _quota(request, pk, quota_pk)
    back = quota.archived_at is not None
    quotas.archive(quota.pk, by=request.user, back=back)
    text = _("Back on the list.") if back else _("Archived. It turns nobody away now.")
    messages.success(request, text)
    return redirect("survey-quotas", survey.pk)


def _quota(request, pk, quota_pk):
    survey = survey_or_404(request, pk)
    return survey, get_object_or_404(survey.activity.quotas, pk=quota_pk)
