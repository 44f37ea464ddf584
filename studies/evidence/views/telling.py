from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.evidence import actions as evidence
from studies.evidence.forms import NotHeardForm, ShareBackForm
from studies.evidence.models import ShareBack
from studies.evidence.public_texts import settle_round, written_texts
from studies.evidence.telling import languages_to_tell
from studies.evidence.translating import named_texts
from studies.evidence.views.rounds import round_or_404
from studies.outreach import reasons, senders
from studies.people import updates
from studies.planning import actions as planning
from studies.wording import side_by_side
from studies.wording.remarks import review
from studies.wording.tags import language_info


@requires(Permission.EVIDENCE_VIEW)
@done_once
def share_backs(request, slug, number):
    """Write the round's “you said, we did”, and who was not heard, before telling."""
    round_ = round_or_404(request, slug, number)
    may_write = request.member.may(Permission.EVIDENCE_EDIT)
    posted = request.POST if request.method == "POST" and may_write else None
    form = ShareBackForm(posted, round_=round_)
    if posted is not None and form.is_valid():
        evidence.write_share_back(round_, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved. Nobody outside sees it until you publish."))
        return redirect("share-backs", slug, number)
    rows = list(ShareBack.objects.current().filter(round=round_))
    return render(
        request,
        "evidence/share_backs.html",
        {
            "round": round_,
            "form": form,
            "not_heard": NotHeardForm(instance=round_),
            "share_backs": rows,
            "unpublished": [row for row in rows if row.published_at is None],
            "to_tell": updates.to_tell(round_.study),
            "tongues": _tongues(round_, rows),
            "review": review(written_texts(round_)),
        },
    )


def _tongues(round_, rows) -> list[dict]:
    """Each language that people of the study speak, and how many texts it lacks."""
    languages = languages_to_tell(round_.study, rows)
    counts = side_by_side.open_counts(named_texts(round_), languages)
    return [language_info(code) | {"open": n} for code, n in counts.items()]


@require_POST
@requires(Permission.EVIDENCE_EDIT)
def told_finding(request, slug, number):
    """Put a plainer word in what people will be told, or let it stand."""
    round_ = round_or_404(request, slug, number)
    try:
        settle_round(round_.pk, request.POST, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
    return redirect(reverse("share-backs", args=[slug, number]) + "#reads")


@require_POST
@requires(Permission.EVIDENCE_EDIT)
def not_heard(request, slug, number):
    round_ = round_or_404(request, slug, number)
    form = NotHeardForm(request.POST, instance=round_)
    if form.is_valid():
        planning.change_round(round_.pk, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
    return redirect("share-backs", slug, number)


@require_POST
@requires(Permission.STUDY_DECIDE)
def publish(request, slug, number):
    """Show the round's lines to everybody, and tell those who asked to be told."""
    round_ = round_or_404(request, slug, number)
    try:
        published = evidence.publish_share_backs(round_, by=request.user)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("share-backs", slug, number)
    if published.lines:
        text = ngettext(
            "It is on the public page. %(n)d person who asked gets a message.",
            "It is on the public page. %(n)d people who asked get a message.",
            published.messages,
        )
        messages.success(request, text % {"n": published.messages})
        if published.messages and not senders.may_write(request.agency):
            messages.warning(request, reasons.TROUBLES[senders.NO_SENDER])
    else:
        messages.info(request, _("Everything here is on the public page already."))
    return redirect("share-backs", slug, number)


@requires(Permission.SURVEY_TRANSLATE)
def translate(request, slug, number, language):
    """The round's public words and their translation, side by side."""
    round_ = round_or_404(request, slug, number)
    told = ShareBack.objects.current().filter(round=round_)
    if language not in languages_to_tell(round_.study, told):
        raise Http404
    clashes, named = [], named_texts(round_)
    if request.method == "POST":
        clashes = side_by_side.save(
            round_,
            named,
            language,
            request.POST,
            agency=request.agency,
            by=request.user,
        )
        if not clashes:
            messages.success(request, _("Saved."))
            return redirect("share-backs", slug, number)
        messages.warning(
            request,
            _("Somebody else changed a text meanwhile. Both are shown: choose one."),
        )
    rows = side_by_side.rows_of(named, language)
    return render(
        request,
        "evidence/share_backs_translate.html",
        {
            "round": round_,
            "rows": side_by_side.with_clashes(rows, clashes),
            "source": language_info(round_.study.source_language),
            "target": language_info(language),
        },
    )
