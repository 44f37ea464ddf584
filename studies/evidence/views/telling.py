from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.evidence import actions as evidence
from studies.evidence.forms import NotHeardForm, ShareBackForm
from studies.evidence.models import ShareBack
from studies.evidence.views.rounds import round_or_404


@requires(Permission.EVIDENCE_EDIT)
def share_backs(request, slug, number):
    """Write the round's “you said, we did”, and who was not heard, before telling."""
    round_ = round_or_404(request, slug, number)
    form = ShareBackForm(request.POST or None, round_=round_)
    not_heard = NotHeardForm(instance=round_)
    if request.method == "POST" and form.is_valid():
        evidence.write_share_back(round_, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. Nobody outside sees it until you publish."))
        return redirect("share-backs", slug, number)
    rows = ShareBack.objects.current().filter(round=round_)
    return render(
        request,
        "evidence/share_backs.html",
        {
            "round": round_,
            "form": form,
            "not_heard": not_heard,
            "share_backs": rows,
            "unpublished": [row for row in rows if row.published_at is None],
            "to_tell": round_.study.update_requests.count(),
        },
    )


@require_POST
@requires(Permission.EVIDENCE_EDIT)
def not_heard(request, slug, number):
    round_ = round_or_404(request, slug, number)
    form = NotHeardForm(request.POST, instance=round_)
    if form.is_valid():
        form.save()
        messages.success(request, _("Kept."))
    return redirect("share-backs", slug, number)


@require_POST
@requires(Permission.STUDY_DECIDE)
def publish(request, slug, number):
    round_ = round_or_404(request, slug, number)
    if evidence.publish_share_backs(round_, by=request.user):
        messages.success(
            request,
            _("It is on the public page."),
        )
    return redirect("share-backs", slug, number)
