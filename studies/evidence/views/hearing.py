from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.evidence import actions as evidence
from studies.evidence import talking
from studies.evidence.forms import ConversationForm, InsightForm
from studies.evidence.models import Highlight
from studies.evidence.quoting import quotes
from studies.evidence.views.rounds import round_or_404, study_or_404
from studies.people.models import Conversation, Level

PER_PAGE = 50


@requires(Permission.CONVERSATION_LOG)
@done_once
def conversation_new(request, slug, number):
    round_ = round_or_404(request, slug, number)
    form = ConversationForm(request.POST or None, round_=round_)
    if request.method == "POST" and form.is_valid():
        try:
            said = {"may_quote": False} | form.cleaned_data
            talk, kept = talking.log(round_, by=request.user, **said)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            _say_kept(request, talk, kept)
            return redirect("study-board", slug)
    return render(
        request, "evidence/conversation_new.html", {"form": form, "round": round_}
    )


def _say_kept(request, talk: Conversation, kept: int) -> None:
    if talk.heard and not kept:
        text = _(
            "Conversation kept. Nobody said that you may quote them, so no words can "
            "be cited. Learn from them all the same."
        )
        messages.success(request, text)
        return
    text = ngettext(
        "Conversation kept, with %(n)d thing that people said.",
        "Conversation kept, with %(n)d things that people said.",
        kept,
    )
    messages.success(request, text % {"n": kept})


@requires(Permission.EVIDENCE_VIEW)
def heard(request, slug):
    """Everything people said in the study, and the conversations behind it."""
    study = study_or_404(request, slug)
    said = Highlight.objects.current().filter(study=study)
    said = said.select_related("round", "conversation__participant").order_by("-pk")
    talks = Conversation.objects.within(request.agency).filter(
        round__study=study, archived_at=None
    )
    page = Paginator(said, PER_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "evidence/heard.html",
        {
            "study": study,
            "page": page,
            "quotes": quotes(page.object_list, study.source_language),
            "answers": talks.filter(level=Level.HEARD_FROM).people(),
            "conversations": talks.deep()
            .select_related("round", "participant")
            .prefetch_related("segments")[:PER_PAGE],
        },
    )


@requires(Permission.EVIDENCE_EDIT)
@done_once
def insight_new(request, slug, number):
    round_ = round_or_404(request, slug, number)
    form = InsightForm(request.POST or None, round_=round_)
    if request.method == "POST" and form.is_valid():
        evidence.learn(
            round_,
            statement=form.cleaned_data["statement"],
            severity=form.cleaned_data["severity"],
            counter=form.cleaned_data["counter"],
            highlights=list(form.cleaned_data["highlights"]),
            by=request.user,
        )
        return redirect("study-board", slug)
    return render(request, "evidence/insight_new.html", {"form": form, "round": round_})
