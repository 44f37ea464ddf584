from django.contrib import messages
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.partners import many_links
from studies.partners.forms.many import ManyLinksForm
from studies.partners.models import Partner


@requires(Permission.PARTNER_EDIT)
@done_once
def partner_links_new(request, pk):
    """Many links in one go: each chosen place, language and channel."""
    row = get_object_or_404(Partner.objects.within(request.agency), pk=pk)
    form = ManyLinksForm(request.POST or None, agency=request.agency, partner=row)
    if request.method == "POST" and form.is_valid() and _made(request, row, form):
        return redirect("partner", row.pk)
    context = {"partner": row, "form": form}
    return render(request, "partners/links_new.html", context)


def _made(request, row: Partner, form: ManyLinksForm) -> bool:
    try:
        number = _make(row, form, by=request.user)
    except Refusal as refusal:
        past = refusal.code == "ends_in_the_past"
        form.add_error("ends_on" if past else None, refusal.message)
        return False
    if number:
        text = ngettext(
            "%(count)d link was made. It works from now on.",
            "%(count)d links were made. They work from now on.",
            number,
        )
        messages.success(request, text % {"count": number})
    else:
        messages.info(request, _("All of these links are there already."))
    return True


@transaction.atomic
def _make(row: Partner, form: ManyLinksForm, *, by) -> int:
    said = form.cleaned_data
    activity, places = said["activity"].pk, list(said.get("sites", []))
    wants_screens = said.get("kiosks", False)
    made = []
    if not wants_screens or said["languages"] or said["channels"]:
        made = many_links.make(
            activity,
            row,
            sites=places,
            languages=said["languages"],
            channels=said["channels"],
            segment=said["segment"],
            cap=said["cap"],
            expires_at=form.expires_at,
            by=by,
        )
    if wants_screens:
        made += many_links.make_kiosks(activity, row, places, by=by)
    return len(made)
