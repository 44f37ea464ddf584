"""What the team sees of people who asked to be asked again: pseudonyms and counts."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.outreach import senders
from studies.outreach.models import Wave
from studies.people import access
from studies.people.forms.panel import FindMemberForm
from studies.people.forms.people import FindPersonForm
from studies.people.models import AccessLog, PanelMember, Person, Where
from studies.people.models.panel import PanelMemberQuerySet
from studies.wording.tags import language_name

PAGE = 50
State = PanelMember.State


@requires(Permission.OUTREACH_VIEW)
def panel_list(request):
    """Nobody's address is shown; one is found by a POST, so that none is in a URL."""
    ours = PanelMember.objects.within(request.agency)
    may_read = request.member.may(Permission.PERSON_READ)
    if request.method == "POST" and not may_read:
        raise PermissionDenied  # whether an address is on the panel is contact data
    by_number = FindMemberForm(request.GET if "number" in request.GET else None)
    by_address = FindPersonForm(request.POST or None)
    rows = _asked_for(request, ours.order_by("-number"), by_number, by_address)
    today = timezone.localdate(timezone=request.agency.zone)
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "today": today,
        "by_number": by_number,
        "by_address": by_address if may_read else None,
        "found": by_address.is_bound or by_number.is_bound,
        "by_language": _by_language(ours, today),
        "states": State.choices,
        "may_write": senders.may_write(request.agency),
        "letters": Wave.objects.within(request.agency).filter(is_panel=True).exists(),
    }
    return render(request, "outreach/panel_list.html", context)


@requires(Permission.PERSON_READ)
def panel_member(request, pk):
    """The contact of one person, such as to call them; that somebody looked is kept.

    Of those alone who want to be asked: whoever left is not called by anybody.
    """
    rows = PanelMember.objects.within(request.agency).confirmed()
    member = get_object_or_404(rows.select_related("person"), pk=pk)
    _note_look(request, 1, Where.PANEL)
    return render(request, "outreach/panel_member.html", {"member": member})


def _note_look(request, people: int, about: str) -> None:
    access.log(
        AccessLog.Act.READ,
        agency=request.agency,
        by=request.user,
        people=people,
        about=about,
    )


def _asked_for(
    request,
    rows: PanelMemberQuerySet,
    by_number: FindMemberForm,
    by_address: FindPersonForm,
) -> PanelMemberQuerySet:
    """Those that the page shows; nothing of them is read from the vault."""
    rows = rows.select_related("person").defer(
        "person__name", "person__email", "person__phone"
    )
    if by_address.is_bound and by_address.is_valid():
        return _at_address(request, rows, by_address.cleaned_data["address"])
    if by_number.is_bound:
        found = by_number.is_valid() and by_number.cleaned_data["number"]
        return rows.filter(number=found) if found else rows.none()
    if request.GET.get("show") in State.values:
        return rows.filter(state=request.GET["show"])
    return rows


def _at_address(
    request, rows: PanelMemberQuerySet, address: str
) -> PanelMemberQuerySet:
    people = Person.objects.within(request.agency).at_address(address)
    found = rows.filter(person__in=people)
    _note_look(request, found.count(), Where.SEARCH)
    return found


def _by_language(ours: PanelMemberQuerySet, today: date) -> list[dict]:
    """How many there are of each language, and how many can be written to now."""
    confirmed = Q(state=State.CONFIRMED)
    resting = Q(paused_until__gt=today)
    rows = (
        ours.order_by()
        .values("person__language")
        .annotate(
            now=Count("pk", filter=confirmed & (Q(paused_until=None) | ~resting)),
            resting=Count("pk", filter=confirmed & resting),
            pending=Count("pk", filter=Q(state=State.PENDING)),
            left=Count("pk", filter=Q(state=State.LEFT)),
        )
    )
    named = [row | {"name": language_name(row["person__language"])} for row in rows]
    return sorted(named, key=lambda row: (-row["now"], row["name"]))
