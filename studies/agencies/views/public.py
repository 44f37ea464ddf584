from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render

from studies.agencies.doors import public
from studies.agencies.models import Agency
from studies.agencies.models.logos import content_type


@public("Customers read how an agency keeps their answers private.")
def privacy(request, slug):
    agency = get_object_or_404(Agency, slug=slug)
    return render(request, "agencies/privacy.html", {"agency": agency})


@public("Customers read how an agency makes its pages work for everyone.")
def accessibility(request, slug):
    agency = get_object_or_404(Agency, slug=slug)
    return render(request, "agencies/accessibility.html", {"agency": agency})


@public("The agency's logo stands on its public pages.")
def logo(request, slug):
    agency = get_object_or_404(Agency, slug=slug)
    if not agency.logo:
        raise Http404
    try:
        picture = agency.logo.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    kind = content_type(picture.read(16))
    picture.seek(0)
    response = FileResponse(picture, content_type=kind)
    response.headers["Cache-Control"] = "public, max-age=3600"
    return response
