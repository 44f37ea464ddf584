from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from cxstudio.stale import StaleEdit
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.people import consent_page, consent_words, consenting
from studies.people.forms.consent import ConsentForm, PublishConsentForm, VouchForm
from studies.people.models import ConsentText, ConsentVersion
from studies.planning.models import Study
from studies.wording import side_by_side
from studies.wording.remarks import review
from studies.wording.tags import language_info, tidy


@requires(Permission.STUDY_VIEW)
def consent_list(request):
    """Where people are asked, and in which version of the words."""
    studies = Study.objects.within(request.agency).current()
    newest = ConsentVersion.objects.order_by("text", "-number").distinct("text")
    texts = ConsentText.objects.within(request.agency).prefetch_related(
        Prefetch("versions", newest, to_attr="newest")
    )
    context = {"lines": consent_page.lines(studies, texts)}
    return render(request, "people/consent_list.html", context)


@requires(Permission.STUDY_VIEW)
def study_consent(request, slug):
    """The study's consent text, or the button that begins one."""
    study = get_object_or_404(Study.objects.within(request.agency), slug=slug)
    text = ConsentText.objects.within(request.agency).filter(study=study).first()
    if text:
        return redirect("consent", text.pk)
    return render(request, "people/consent_none.html", {"study": study})


@require_POST
@requires(Permission.STUDY_EDIT)
def consent_begin(request):
    """One click: the ready words in four languages, to change and to publish."""
    study, slug = None, request.POST.get("study", "")
    if slug:
        study = get_object_or_404(Study.objects.within(request.agency), slug=slug)
    text = consenting.begin(request.agency, study, by=request.user)
    messages.success(request, _("The ready words are in place. Nobody is asked yet."))
    return redirect("consent", text.pk)


@requires(Permission.STUDY_VIEW)
def consent(request, pk):
    """The draft, what people read now, and each version before it."""
    text = _text_or_404(request, pk)
    if request.method != "POST":
        return _page(request, text, ConsentForm(text=text))
    if not request.member.may(Permission.STUDY_EDIT):
        raise PermissionDenied
    form = ConsentForm(request.POST, text=text)
    return (
        _write(request, text, form) if form.is_valid() else _page(request, text, form)
    )


def _write(request, text: ConsentText, form: ConsentForm):
    marker = form.cleaned_data["marker"]
    try:
        consenting.write(
            text.pk, form.sentences, marker=marker, by=request.user, later=form.later
        )
    except StaleEdit as refusal:
        text = _text_or_404(request, text.pk)
        form.add_error(None, refusal.message)
        form.show_saved(text)
        return _page(request, text, form)
    messages.success(request, _("Saved. People read it once you publish."))
    return redirect("consent", text.pk)


@require_POST
@requires(Permission.SURVEY_PUBLISH)
def consent_publish(request, pk):
    text = _text_or_404(request, pk)
    form = PublishConsentForm(request.POST)
    try:
        if form.is_valid():
            before = text.versions.first()
            version = consenting.publish(text.pk, by=request.user, **form.cleaned_data)
            messages.success(request, _said_of(version, before))
            return redirect("consent", pk)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
    return _page(request, text, ConsentForm(text=text), form)


def _said_of(version: ConsentVersion, before: ConsentVersion | None) -> str:
    if version == before:
        text = _("Nothing to publish: people read %(version)s already.")
        return text % {"version": version}
    return _("Published. People are asked in these words.")


@require_POST
@requires(Permission.STUDY_EDIT)
def consent_finding(request, pk):
    """Put a plainer word in, or let it stand."""
    text = _text_or_404(request, pk)
    try:
        consenting.settle_consent(text.pk, request.POST, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect(reverse("consent", args=[pk]) + "#reads")


@requires(Permission.STUDY_VIEW)
def consent_version(request, pk, number):
    """What people read when this version was out."""
    text = _text_or_404(request, pk)
    version = get_object_or_404(
        text.versions.select_related("published_by"), number=number
    )
    context = {
        "text": text,
        "version": version,
        "said": consent_page.said(version),
        "is_intact": consent_page.is_intact(version),
    }
    return render(request, "people/consent_version.html", context)


@requires(Permission.SURVEY_TRANSLATE)
def consent_translate(request, pk, language):
    """The words and their translation, side by side."""
    text = _text_or_404(request, pk)
    if language == text.source_language or tidy(language) != language:
        raise Http404
    clashes, named = [], consent_words.named_texts(text)
    if request.method == "POST":
        clashes = side_by_side.save(
            text, named, language, request.POST, agency=request.agency, by=request.user
        )
        if not clashes:
            messages.success(request, _("Saved. People read it once you publish."))
            return redirect("consent", pk)
        messages.warning(
            request,
            _("Somebody else changed a text meanwhile. Both are shown: choose one."),
        )
    rows = side_by_side.rows_of(named, language)
    context = {
        "text": text,
        "rows": side_by_side.with_clashes(rows, clashes),
        "source": language_info(text.source_language),
        "target": language_info(language),
        "vouch": consent_words.vouches_of(text).get(language),
        "vouch_form": VouchForm(),
    }
    return render(request, "people/consent_translate.html", context)


@require_POST
@requires(Permission.SURVEY_TRANSLATE)
def consent_vouch(request, pk, language):
    """Somebody by name stands for the words, instead of one tick for each."""
    text = _text_or_404(request, pk)
    try:
        name = request.POST.get("name", "")[:120]
        consenting.vouch_for(text.pk, language, name, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("consent-translate", pk, language)
    messages.success(request, _("Saved. People read it once you publish."))
    return redirect("consent", pk)


def _text_or_404(request, pk: int) -> ConsentText:
    texts = ConsentText.objects.within(request.agency).select_related("study")
    return get_object_or_404(texts, pk=pk)


def _page(request, text: ConsentText, form, publish_form=None):
    draft = consent_page.Draft.of(text)
    publish_form = publish_form or PublishConsentForm()
    publish_form.shows(draft.mark)
    publish_form.says_when_to_write(may_mean_the_same=draft.may_mean_the_same)
    context = {
        "text": text,
        "study": text.study,
        "draft": draft,
        "form": form,
        "publish_form": publish_form,
        "other_languages": consent_page.other_languages(text, draft.newest),
        "versions": text.versions.select_related("published_by"),
        "review": review(consenting.written_texts(text)),
        "source": language_info(text.source_language),
    }
    return render(request, "people/consent.html", context)
