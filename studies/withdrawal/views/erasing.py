from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.people.models import LegalHold, Withdrawal
from studies.planning.models import Study
from studies.withdrawal import holding, retention
from studies.withdrawal.counts import in_words
from studies.withdrawal.forms import HoldForm
from studies.withdrawal.models import RetentionRun

PAGE, NIGHTS = 50, 30


@requires(Permission.PERSON_READ)
def erased(request):
    """What the coming night erases, and what the last ones did: numbers alone."""
    coming = retention.forecast(request.agency)
    runs = RetentionRun.objects.within(request.agency)[:NIGHTS]
    context = {
        "goes": in_words(coming.went),
        "held": in_words(coming.held),
        "nights": [(run, in_words(run.went), in_words(run.held)) for run in runs],
        "closed": Study.objects.within(request.agency).exclude(closed_on=None),
    }
    return render(request, "withdrawal/erased.html", context)


@requires(Permission.PERSON_READ)
def withdrawals(request):
    """What people took back: how much, never what it was."""
    rows = Withdrawal.objects.within(request.agency)
    rows = rows.select_related("study", "participant", "by")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    lines = [(row, in_words(row.went)) for row in page.object_list]
    context = {"page": page, "lines": lines}
    return render(request, "withdrawal/withdrawals.html", context)


@requires(Permission.PERSON_READ)
def holds(request):
    rows = LegalHold.objects.within(request.agency)
    rows = rows.select_related("study", "set_by", "lifted_by")
    context = {
        "rows": rows.order_by("lifted_on", "-since", "-pk"),
        "waiting": Withdrawal.objects.within(request.agency).waiting().count(),
    }
    return render(request, "withdrawal/holds.html", context)


@requires(Permission.HOLD_EDIT)
@done_once
def hold_new(request):
    form = HoldForm(request.POST or None, agency=request.agency)
    if request.method == "POST" and form.is_valid():
        try:
            holding.set_hold(request.agency, by=request.user, **form.cleaned_data)
        except Refusal as refusal:
            form.add_error("reason", refusal.message)
        else:
            messages.success(request, _("The hold is in force. Nothing is erased."))
            return redirect("legal-holds")
    return render(request, "withdrawal/hold_new.html", {"form": form})


@requires(Permission.HOLD_EDIT)
def hold_lift(request, hold_pk):
    """Asks first: what waited for it goes at once."""
    rows = LegalHold.objects.within(request.agency).in_force()
    hold = get_object_or_404(rows.select_related("study"), pk=hold_pk)
    if request.method == "POST":
        holding.lift(hold.pk, by=request.user)
        text = _("The hold is lifted. What waited for it is erased by itself.")
        messages.success(request, text)
        return redirect("legal-holds")
    waiting = Withdrawal.objects.within(request.agency).waiting().count()
    context = {"hold": hold, "waiting": waiting}
    return render(request, "withdrawal/hold_lift.html", context)
