from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.outreach import senders
from studies.outreach.forms import SenderCodeForm, SenderForm
from studies.outreach.models import Sender


@requires(Permission.OUTREACH_VIEW)
def mailing_sender(request):
    """Who mailings come from; an administrator writes it and proves the address."""
    row = Sender.objects.within(request.agency).first()
    act = request.POST.get("act") if request.method == "POST" else ""
    if act and not request.member.may(Permission.AGENCY_MANAGE):
        raise PermissionDenied
    form = SenderForm(request.POST if act == "save" else None, instance=row)
    code = SenderCodeForm(request.POST if act == "check" else None)
    if act and (said := _acted(request, act, form, code)):
        messages.success(request, said)
        return redirect("mailing-sender")
    context = {
        "form": form,
        "code": code,
        "sender": Sender.objects.within(request.agency).first(),
        "domains": senders.allowed_domains(),
    }
    return render(request, "outreach/mailing_sender.html", context)


def _acted(request, act: str, form: SenderForm, code: SenderCodeForm) -> str:
    """What a button did, in a sentence; empty where the page has to say what is amiss."""
    try:
        if act == "save" and form.is_valid():
            senders.save(request.agency, **form.cleaned_data, by=request.user)
            return _("Saved. What is new about the address is checked by a code.")
        if act == "mail" and Sender.objects.within(request.agency).exists():
            senders.mail_code(request.agency, by=request.user)
            return _("A code is on its way. It works for one hour.")
        if act == "check" and code.is_valid():
            senders.check(request.agency, code.cleaned_data["code"], by=request.user)
            return _("The address is yours. Mailings come from it from now on.")
    except Refusal as refusal:
        if act == "check":
            code.add_error("code", refusal.message)
        elif act == "save":
            form.add_error("address", refusal.message)
        else:
            messages.error(request, refusal.message)
    return ""
