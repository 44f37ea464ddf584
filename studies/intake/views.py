from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.intake import actions as intake
from studies.intake import findings, reading
from studies.intake.faults import FAULTS, FileFault
from studies.intake.forms import ColumnsForm, PeopleFileForm
from studies.intake.models import PeopleFile
from studies.people import access
from studies.people.models import AccessLog, Where

State = PeopleFile.State
# What the page says next to a list, and how often it looks again by itself.
AT_WORK, SECONDS = (State.CHECKING, State.ADDING), 3
NEWEST = 10


@requires(Permission.PERSON_EDIT)
def people_files(request):
    """Send a list; those that wait stand below, for a day at most."""
    form = PeopleFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            kept = intake.receive(
                file.read(),
                name=file.name,
                agency=request.agency,
                how_we_got_it=form.cleaned_data["how_we_got_it"],
                by=request.user,
            )
        except Refusal as refusal:
            form.add_error("file", refusal.message)
        else:
            return redirect("people-file", kept.pk)
    ours = (
        PeopleFile.objects.within(request.agency).progress().select_related("sent_by")
    )
    context = {"form": form, "files": ours[:NEWEST]}
    return render(request, "intake/files.html", context)


@never_cache
@requires(Permission.PERSON_EDIT)
def people_file(request, file_pk):
    """Where a list stands: its columns, what was found, how far it is, what came of it."""
    file = _file_or_404(request, file_pk)
    may_choose = file.state in (State.CHOOSING, State.CHECKED)
    asked = request.method == "POST" or "columns" in request.GET
    if may_choose and (asked or file.state == State.CHOOSING):
        return _columns(request, file)
    said = findings.said(file.counts, file.lines)
    context = {
        "file": file,
        "left_out": [one for one in said if not one.is_note],
        "notes": [one for one in said if one.is_note],
        "rows_left_out": findings.left_out(file.counts),
        "trouble": FAULTS.get(file.trouble, ""),
        "seconds": SECONDS if file.state in AT_WORK else 0,
    }
    return render(request, "intake/file.html", context)


def _columns(request, file: PeopleFile):
    """Some people of the list are shown, so it takes the right to read contacts."""
    if not request.member.may(Permission.PERSON_READ):
        raise PermissionDenied
    if file.content is None:  # thrown away in this very moment
        return redirect("people-file", file.pk)
    columns = reading.columns(bytes(file.content), file.encoding, file.heading_line)
    form = ColumnsForm(request.POST or None, file=file, columns=columns)
    if request.method == "POST" and form.is_valid() and _chosen(request, file, form):
        return redirect("people-file", file.pk)
    access.log(
        AccessLog.Act.READ,
        agency=request.agency,
        by=request.user,
        people=max((len(column.cells) for column in columns), default=0),
        about=Where.FILE,
    )
    return render(request, "intake/columns.html", {"file": file, "form": form})


def _chosen(request, file: PeopleFile, form: ColumnsForm) -> bool:
    said = form.cleaned_data
    try:
        intake.choose_columns(
            file.pk,
            form.chosen,
            heading_line=said["heading_line"],
            encoding=said.get("encoding", ""),
            language=said["language"],
            check="show" not in request.POST,
            by=request.user,
        )
    except FileFault as fault:
        wrong = "encoding" if fault.code == "wrong_letters" else "heading_line"
        form.add_error(wrong, fault.message)
    except Refusal as refusal:
        form.add_error(None, refusal.message)
    return form.is_valid()


@require_POST
@requires(Permission.PERSON_EDIT)
def people_file_add(request, file_pk):
    file = _file_or_404(request, file_pk)
    intake.add(file.pk, by=request.user)
    return redirect("people-file", file.pk)


@require_POST
@requires(Permission.PERSON_EDIT)
def people_file_away(request, file_pk):
    file = _file_or_404(request, file_pk)
    if intake.throw_away(file.pk, by=request.user).state == State.THROWN_AWAY:
        messages.success(request, _("The file is erased. Nobody was added from it."))
    return redirect("people-files")


def _file_or_404(request, file_pk) -> PeopleFile:
    """Without its words, which are opened only where the page shows some of them."""
    ours = PeopleFile.objects.within(request.agency).progress()
    return get_object_or_404(ours, pk=file_pk)
