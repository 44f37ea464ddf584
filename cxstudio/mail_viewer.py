"""The mails that a demo or development run has caught, to read in the browser."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from csp.constants import NONE, UNSAFE_INLINE
from csp.decorators import csp_replace
from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_sameorigin

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
    path = _found(name)
    message = _read(path)
    context = {
        "text": _part(message, "plain") or _part(message, "html"),
        "has_html": bool(_part(message, "html")),
        "headers": [(name, str(value)) for name, value in message.items()],
    }
    return render(request, "dev/mail.html", _head(path) | context)


@public("One mail of a demo, as a mail program draws it.")
@xframe_options_sameorigin
@csp_replace(
    {"default-src": [NONE], "style-src": [UNSAFE_INLINE], "script-src": [NONE]}
)
def mail_html(request, name):
    """For the frame of its page: nothing in it runs, and nothing is fetched."""
    _only_in_a_demo()
    html = _part(_read(_found(name)), "html")
    if not html:
        raise Http404
    return HttpResponse(html)


def _found(name: str) -> Path:
    """Looked up among the names that are there, so no path leads out of the folder."""
    path = next((path for path in _kept() if path.stem == name), None)
    if path is None:
        raise Http404
    return path


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
    to = message["X-Envelope-To"] or message["to"] or ""
    is_text = to.startswith("+") and not message["subject"]
    return {
        "name": path.stem,
        "subject": capfirst(_("text message")) if is_text else message["subject"] or "",
        "to": to,
        "sender": message["from"] or "",
        "date": message["date"].datetime if message["date"] else None,
    }


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    return body.get_content() if body else ""
