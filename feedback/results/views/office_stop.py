from django.http import Http404
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from studies.agencies.doors import public
from studies.outreach import tokens
from studies.partners import offices
from studies.partners.models import OfficeAddress
from studies.wording.agency_face import face


@public("Whoever gets an office's mail stops it; the token in it is the proof.")
@csrf_exempt  # the button of a mail program (RFC 8058) posts without our cookie
@never_cache
def office_stop(request, token):
    """Opening the page changes nothing, because mail scanners open links; a tap does."""
    address_id = tokens.office_address_of(token)
    rows = OfficeAddress.objects.select_related("partner__agency")
    row = address_id and rows.filter(pk=address_id).first()
    if not row:
        if request.method != "GET":
            raise Http404
        return render(request, "outreach/unknown.html", status=404)
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
