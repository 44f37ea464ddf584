"""The mails that a demo or development run has caught, to read in the browser."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import render

from studies.agencies.doors import public

PER_PAGE = 25


@public("Mails of a demo are for whoever runs it; there are none without a demo.")
def mails(request):
    _only_in_a_demo()
    pages = Paginator(_kept(), PER_PAGE)
    page = pages.get_page(request.GET.get("page"))
    rows = [_head(path) for path in page.object_list]
    return render(request, "dev/mails.html", {"mails": rows, "page": page})


@public("One mail of a demo.")
def mail(request, name):
    _only_in_a_demo()
    # Looked up among the names that are there, so no path leads out of the folder.
    path = next((path for path in _kept() if path.stem == name), None)
    if path is None:
        raise Http404
    return render(request, "dev/mail.html", {**_head(path), "text": _text(path)})


def _only_in_a_demo() -> None:
    if not settings.DEMO:
        raise Http404


def _kept() -> list[Path]:
    """Newest first: the catcher names files by the moment they came."""
    return sorted(Path(settings.MAIL_DIR).glob("[!.]*.eml"), reverse=True)


def _read(path: Path) -> EmailMessage:
    return message_from_bytes(path.read_bytes(), policy=default)


def _head(path: Path) -> dict:
    message = _read(path)
    return {
        "name": path.stem,
        "subject": message["subject"] or "",
        "to": message["X-Envelope-To"] or message["to"] or "",
        "sender": message["from"] or "",
        "date": message["date"].datetime if message["date"] else None,
    }


def _text(path: Path) -> str:
    body = _read(path).get_body(preferencelist=("plain", "html"))
    return body.get_content() if body else ""
