from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from cxstudio.csv_lines import download, lines
from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.once import done_once
from studies.agencies.permissions import Permission
from studies.people import access, changing, exporting
from studies.people import actions as people
from studies.people.adding import add_people
from studies.people.forms.people import (
    ChangePersonForm,
    FindPersonForm,
    add_people_formset,
    typed_rows,
)
from studies.people.models import AccessLog, Person, Where

PAGE = 50
ROWS_MORE = 3


@requires(Permission.OUTREACH_VIEW)
def people_list(request):
    """Everyone on the list; a search is a POST, so that no address is in a URL."""
    ours = Person.objects.within(request.agency)
    put_away = request.GET.get("show") == "archived"
    rows = ours.archived() if put_away else ours.current()
    may_read = request.member.may(Permission.PERSON_READ)
    if request.method == "POST" and not may_read:
        raise PermissionDenied  # whether an address is on the list is contact data
    find = FindPersonForm(request.POST or None)
    if request.method == "POST" and find.is_valid():
        rows = rows.at_address(find.cleaned_data["address"])
        _note_look(request, rows.count(), Where.SEARCH)
    # Only what the page shows is read from the vault at all.
    reveal = "contacts" in request.GET and may_read
    hidden = [] if reveal else ["name", "email", "phone"]
    page = Paginator(rows.defer(*hidden), PAGE).get_page(request.GET.get("page"))
    if reveal and page.object_list:
        _note_look(request, len(page.object_list), Where.LIST)
    return render(
        request,
        "people/people_list.html",
        {"page": page, "find": find, "reveal": reveal, "put_away": put_away},
    )


def _note_look(request, people: int, about: str) -> None:
    access.log(
        AccessLog.Act.READ,
        agency=request.agency,
        by=request.user,
        people=people,
        about=about,
    )


@requires(Permission.PERSON_EDIT)
@done_once
def people_new(request):
    """Add several people; errors stand by their row and nothing typed is lost."""
    if "more" in request.POST:
        return _more_rows(request)
    rows = add_people_formset(request.POST or None)
    if request.method == "POST" and rows.is_valid():
        filled = rows.filled()
        if filled:
            _add(request, filled)
            return redirect("people-list")
        messages.warning(request, _("Nobody was added: all rows were empty."))
    return render(request, "people/people_new.html", {"rows": rows})


def _more_rows(request):
    """What was typed comes back with more rows below it, and without any blame."""
    typed = typed_rows(request.POST)
    rows = add_people_formset(rows=ROWS_MORE, typed=typed)
    return render(request, "people/people_new.html", {"rows": rows})


def _add(request, filled: list[dict]) -> None:
    added = add_people(filled, agency=request.agency, by=request.user)
    number = len(added.people)
    text = ngettext("%(n)d person added.", "%(n)d people added.", number)
    messages.success(request, text % {"n": number})
    if added.shared:
        text = ngettext(
            "%(n)d of them has an address that somebody else on the list has too. "
            "Families and shelters share addresses, so everyone is kept.",
            "%(n)d of them have an address that somebody else on the list has too. "
            "Families and shelters share addresses, so everyone is kept.",
            added.shared,
        )
        messages.warning(request, text % {"n": added.shared})


@require_POST
def _move(request, pk, move, text: str):
    person = get_object_or_404(Person.objects.within(request.agency), pk=pk)
    move(person.pk, by=request.user)
    messages.success(request, text)
    return redirect("people-list")


@requires(Permission.PERSON_EDIT)
def person_change(request, pk):
    """Mend a name or an address. The page shows them, and that is written down."""
    if not request.member.may(Permission.PERSON_READ):
        raise PermissionDenied
    person = get_object_or_404(Person.objects.within(request.agency), pk=pk)
    form = ChangePersonForm(
        request.POST or None, person=person, marker=changing.marker(person)
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            changing.change(person.pk, seen=said.pop("marker"), by=request.user, **said)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("people-list")
    _note_look(request, 1, Where.LIST)
    return render(request, "people/person.html", {"person": person, "form": form})


@requires(Permission.PERSON_EDIT)
def person_archive(request, pk):
    text = _("Taken off the list. Nothing is sent to this person any more.")
    return _move(request, pk, people.archive, text)


@requires(Permission.PERSON_EDIT)
def person_back(request, pk):
    return _move(request, pk, people.bring_back, _("Back on the list."))


@require_POST
@requires(Permission.PERSON_EXPORT)
def people_export(request):
    """The list in a file; a POST, because it is written down each time."""
    ours = Person.objects.within(request.agency).current()
    rows = exporting.rows_to_take_out(ours, agency=request.agency, by=request.user)
    return download(
        lines(exporting.header(), rows, bom=True),
        f"people-{timezone.localdate().isoformat()}.csv",
    )


@requires(Permission.MEMBER_MANAGE)
def access_log(request):
    """Who looked into the contact list; nobody can change these lines."""
    rows = AccessLog.objects.within(request.agency).select_related("by", "study")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    return render(request, "people/access_log.html", {"page": page})
