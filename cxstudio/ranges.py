"""Files sent in part: some phones play a sound only where they may ask for pieces."""

import re

from django.core.files import File
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

# One range alone; whoever asks for several gets the whole file, as RFC 9110 allows.
ONE_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def ranged(request: HttpRequest, file: File, content_type: str) -> HttpResponseBase:
    """The file, or the piece of it that was asked for; it is small enough to hold."""
    size = file.size
    match = ONE_RANGE.fullmatch(request.headers.get("Range", ""))
    asked = _bounds(match, size) if match and any(match.groups()) else None
    if asked is None:
        response = FileResponse(file, content_type=content_type)
    elif asked[0] >= size:
        file.close()
        response = HttpResponse(status=416)
        response.headers["Content-Range"] = f"bytes */{size}"
    else:
        response = _piece(file, *asked, content_type)
        response.headers["Content-Range"] = f"bytes {asked[0]}-{asked[1]}/{size}"
    response.headers["Accept-Ranges"] = "bytes"
    return response


def _bounds(match: re.Match, size: int) -> tuple[int, int] | None:
    """First and last byte; None where the end lies before the beginning."""
    first, last = match.groups()
    if not first:  # the last so many bytes
        return (max(0, size - int(last)), size - 1) if int(last) else (size, size)
    end = min(int(last), size - 1) if last else size - 1
    if last and int(last) < int(first):
        return None
    return int(first), end


def _piece(file: File, first: int, last: int, content_type: str) -> HttpResponse:
    with file:
        file.seek(first)
        content = file.read(last - first + 1)
    return HttpResponse(content, status=206, content_type=content_type)
