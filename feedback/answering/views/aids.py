from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from cxstudio.ranges import ranged
from feedback.surveys.aid_files import TYPES
from feedback.surveys.models import Aid
from studies.agencies.doors import public

A_DAY = 24 * 60 * 60


@public("A first page's sound or Easy Read opens for whoever has the page.")
@require_safe
def aid_file(request: HttpRequest, token: str) -> HttpResponseBase:
    """Its content never changes: another file gets another address."""
    aid = get_object_or_404(Aid.objects.exclude(file=""), token=token)
    known = TYPES[aid.ending]
    try:
        file = aid.file.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    response = ranged(request, file, known.content_type)
    response.headers["Cache-Control"] = f"public, max-age={A_DAY}"
    response.headers["X-Robots-Tag"] = "noindex"
    name = f"{aid.kind}-{aid.language}.{known.ending}".replace("_", "-")
    response.headers["Content-Disposition"] = f'inline; filename="{name}"'
    return response
