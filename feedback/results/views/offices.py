from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from feedback.results.forms import OfficeAddressForm
from feedback.results.office_said import said
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.partners import offices
from studies.partners.models import Partner

# Two years of mails are enough to look back on.
MOST_MONTHS = 24


@requires(Permission.PARTNER_VIEW)
def office(request, pk):
    """An office of our own: where it is written to, and what it was told."""
    row = get_object_or_404(Partner.objects.within(request.agency), pk=pk)
    may_edit = request.member.may(Permission.PERSON_EDIT)
    if request.method == "POST" and not may_edit:
        raise PermissionDenied
    form = OfficeAddressForm(request.POST if "email" in request.POST else None)
    if request.method == "POST" and _changed(request, row, form):
        return redirect("office", row.pk)
    is_office = row.kind == Partner.Kind.OFFICE
    months = list(row.months.all()[:MOST_MONTHS])
    context = {
        "partner": row,
        "is_office": is_office,
        "address": row.addresses.order_by("stopped_at").last() if is_office else None,
        "months": months,
        "next": _next(row, months) if is_office else None,
        "form": form if may_edit else None,
    }
    return render(request, "results/office.html", context)


def _changed(request, row: Partner, form: OfficeAddressForm) -> bool:
    """Do what was pressed; False where it was refused, and the form says why."""
    pressed = request.POST.get("do", "")
    if pressed in ("office", "no_office"):
        offices.make_office(row.pk, by=request.user, back=pressed == "no_office")
        messages.success(request, _("Saved."))
        return True
    if pressed == "forget":
        offices.forget_address(row.pk, by=request.user)
        messages.success(request, _("The address is erased. No mail goes there."))
        return True
    if not form.is_valid():
        return False
    try:
        offices.write_to(row.pk, by=request.user, **form.cleaned_data)
    except Refusal as refusal:
        form.add_error("email", refusal.message)
        return False
    messages.success(request, _("Saved. The first mail tells them how to stop it."))
    return True


def _next(row: Partner, months: list) -> dict | None:
    """What the mail about last month would say, where it is not settled yet.

    Made-up answers stand in where no real ones are, marked as such; never in a mail.
    """
    month = offices.month_before(timezone.localdate())
    if any(one.month == month for one in months):
        return None
    language = translation.get_language()
    real = said(row, month, language)
    made_up = [] if real else said(row, month, language, is_synthetic=True)
    return {"month": month, "said": real or made_up, "is_synthetic": bool(made_up)}
