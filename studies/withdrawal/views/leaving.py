from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.people import holds
from studies.people.models import Participant, Withdrawal
from studies.sessions import erasing, when
from studies.withdrawal import taking_out
from studies.withdrawal.counts import in_words
from studies.withdrawal.forms import LeaveForm


@requires(Permission.PERSON_EDIT)
def participant_leave(request, slug, participant_number):
    """Asks first: what goes, what stays, and what can't be undone."""
    ours = Participant.objects.within(request.agency).select_related("study__agency")
    row = get_object_or_404(ours, study__slug=slug, number=participant_number)
    has_contact = row.person_id is not None
    form = LeaveForm(request.POST or None, has_contact=has_contact)
    if request.method == "POST" and form.is_valid():
        _say(request, row, _taken(request, row, form.cleaned_data["what"]))
        return redirect("participants", slug)
    context = {
        "participant": row,
        "study": row.study,
        "form": form,
        "goes": in_words(taking_out.forecast(row)),
        "visits": _visits(row),
        "payments": row.payments.count(),
        "is_held": holds.pauses(row.study.agency_id, row.study_id),
    }
    return render(request, "withdrawal/leave.html", context)


def _visits(row: Participant) -> list[str]:
    """Each visit that is still to come, with its time where the place is."""
    ahead = erasing.coming(row.pk).select_related("slot__session", "session")
    return [
        f"{one.session}: {when.spoken(one.slot, one.slot.zone).whole}"
        for one in ahead.order_by("slot__starts_at", "pk")
    ]


def _taken(request, row: Participant, what: str) -> Withdrawal:
    said = {"asked": Withdrawal.Asked.STAFF, "by": request.user}
    if what == LeaveForm.PERSON:
        return taking_out.erase_person(row.person_id, **said)
    return taking_out.take_out(row.pk, **said)


def _say(request, row: Participant, gone: Withdrawal) -> None:
    if gone.waits:
        text = _(
            "%(pseudonym)s left, and nothing is sent to them from now on. A legal hold "
            "keeps what they gave. Tell them so: it is erased by itself once the hold "
            "is lifted."
        )
        messages.warning(request, text % {"pseudonym": row.pseudonym})
        return
    text = _(
        "What %(pseudonym)s gave is gone from our system now, and from backups within "
        "35 days. Decisions that stood on it are marked for you to look at."
    )
    messages.success(request, text % {"pseudonym": row.pseudonym})
