"""Translators' files through a link: the texts of its task out, and one file back."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cxstudio.refusal import Refusal
from feedback.interchange import taking_in
from feedback.interchange.formats import FORMATS
from feedback.interchange.forms import FileForm
from feedback.interchange.units import batch_of
from feedback.interchange.views.files import as_file
from feedback.surveys.models import GuestLink
from feedback.surveys.outside import guests
from feedback.surveys.translation.rows import rows_of
from studies.agencies.doors import public
from studies.wording.agency_face import face
from studies.wording.tags import language_info


def _task(token: str):
    """The working link of a translator, with the texts that it opens."""
    link = guests.working_link(token, GuestLink.Purpose.TRANSLATE)
    if link is None:
        return None, []
    return link, guests.assigned(link, rows_of(link.survey, link.language))


@public("A translator's link hands out the texts of its task as a file.")
@never_cache
def guest_texts_out(request, token, ending):
    link, rows = _task(token)
    if link is None:
        return render(request, "surveys/guest_closed.html", status=404)
    if ending not in FORMATS:
        raise Http404
    try:
        return as_file(link.survey, batch_of(link.survey, link.language, rows), ending)
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("guest-files", token)


@public("A translator's link takes a file of its task; the team looks at it first.")
@never_cache
def guest_files(request, token):
    link, rows = _task(token)
    if link is None:
        return render(request, "surveys/guest_closed.html", status=404)
    is_sent = request.method == "POST"
    form = FileForm(request.POST, request.FILES) if is_sent else FileForm()
    if is_sent and form.is_valid():
        try:
            _receive_from(link, rows, form.cleaned_data["file"])
        except Refusal as refusal:
            form.add_error("file", refusal.message)
        else:
            messages.success(
                request,
                _("Thank you. The team has the file, and looks at each text of it."),
            )
            return redirect("guest-files", token)
    context = {
        "agency": face(link.survey.agency, get_language()),
        "link": link,
        "form": form,
        "formats": list(FORMATS.values()),
        "total": len(rows),
        "target": language_info(link.language),
    }
    return render(request, "interchange/guest_files.html", context)


def _receive_from(link: GuestLink, rows: list, sent) -> None:
    guests.note_save(link)
    taking_in.receive(
        link.survey,
        link.language,
        sent.name,
        sent.read(),
        by=None,
        only={row.name for row in rows},
    )
