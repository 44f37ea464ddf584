from django.shortcuts import render
from django.utils import translation

from studies.agencies.doors import public
from studies.outreach import tokens
from studies.outreach.views.mailed import mailed_door
from studies.partners import offices
from studies.partners.models import OfficeAddress
from studies.wording.agency_face import face


def _address(token: str) -> OfficeAddress | None:
    address_id = tokens.office_address_of(token)
    rows = OfficeAddress.objects.select_related("partner__agency")
    return rows.filter(pk=address_id).first() if address_id else None


@public("Whoever gets an office's mail stops it; the token in it is the proof.")
@mailed_door(_address)
def office_stop(request, row):
    came_back, is_taken = False, False
    if request.method == "POST" and request.POST.get("back"):
        came_back = offices.start_again(row.pk)
        is_taken = not came_back
    elif request.method == "POST":
        offices.stop(row.pk)
    row.refresh_from_db()
    context = {
        "agency": face(row.partner.agency, translation.get_language()),
        "office": row.partner.name,
        "stopped": row.stopped_at is not None,
        "came_back": came_back,
        "is_taken": is_taken,
    }
    return render(request, "results/office_stop.html", context)
