from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cxstudio.refusal import Refusal
from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.people import actions as people
from studies.people import agreeing, participants
from studies.people.forms.participants import AgreedForm, ParticipantForm
from studies.people.forms.people import FindPersonForm
from studies.people.models import Participant, Person
from studies.planning.models import Study

PAGE = 50


@requires(Permission.OUTREACH_VIEW)
def participant_list(request, slug):
    """The people of a study by pseudonym; a search is a POST, as on the list."""
    study = _study_or_404(request, slug)
    rows = participants.with_needs(study.participants.select_related("study"))
    find = FindPersonForm(request.POST or None)
    if request.method == "POST" and not request.member.may(Permission.PERSON_READ):
        raise PermissionDenied  # whether an address is on the list is contact data
    found = None
    if request.method == "POST" and find.is_valid():
        address = find.cleaned_data["address"]
        found = participants.people_at(
            address, study=study, agency=request.agency, by=request.user
        )
    context = {
        "study": study,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "find": find,
        "found": found,
    }
    return render(request, "people/participant_list.html", context)


@require_POST
@requires(Permission.PERSON_EDIT)
def participant_add(request, slug, pk):
    """Somebody of the list gets a pseudonym in the study; a second time the same."""
    study = _study_or_404(request, slug)
    person = get_object_or_404(Person.objects.within(request.agency).current(), pk=pk)
    try:
        row = people.join_study(person.pk, study.pk, by=request.user)
    except Refusal as refusal:
        messages.warning(request, refusal.message)
        return redirect("participants", study.slug)
    text = _("In this study, this person is %(pseudonym)s.")
    messages.success(request, text % {"pseudonym": row.pseudonym})
    return redirect("participant", study.slug, row.number)


@requires(Permission.PERSON_EDIT)
def participant(request, slug, participant_number):
    row = _participant_or_404(request, slug, participant_number)
    form = ParticipantForm(request.POST or None, participant=row)
    if request.method == "POST" and form.is_valid():
        try:
            participants.describe(row.pk, by=request.user, **form.said)
        except Refusal as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("participants", slug)
    return _page(request, row, form, _agreed_form(row))


@require_POST
@requires(Permission.PERSON_EDIT)
def participant_agree(request, slug, participant_number):
    """Consent by word of mouth: who heard it, in which language, and to what."""
    row = _participant_or_404(request, slug, participant_number)
    consent_form = _agreed_form(row, request.POST)
    if consent_form and consent_form.is_valid():
        said = consent_form.cleaned_data
        try:
            agreeing.agree(row.pk, said.pop("purposes"), by=request.user, **said)
        except Refusal as refusal:
            consent_form.add_error("purposes", refusal.message)
        else:
            messages.success(request, _("Kept, with your name beside it."))
            return redirect("participant", slug, row.number)
    form = ParticipantForm(None, participant=row)
    return _page(request, row, form, consent_form)


def _page(request, row: Participant, form, consent_form):
    agreed = list(row.consents.select_related("version", "taken_by"))
    context = {
        "participant": row,
        "study": row.study,
        "form": form,
        "consent_form": consent_form,
        "asked": consent_form is not None,
        "agreed": agreed,
        "ask_anew": bool(agreed) and agreeing.holding(row) is None,
    }
    return render(request, "people/participant.html", context)


def _agreed_form(row: Participant, data=None) -> AgreedForm | None:
    asked = agreeing.asked_in(row.study)
    if asked is None:
        return None
    held = agreeing.holding(row)
    before = held.purposes if held else []
    return AgreedForm(data, terms=asked, language=row.language, before=before)


def _participant_or_404(request, slug: str, number: int) -> Participant:
    rows = Participant.objects.within(request.agency).select_related("study")
    return get_object_or_404(rows, study__slug=slug, number=number)


def _study_or_404(request, slug: str) -> Study:
    return get_object_or_404(Study.objects.within(request.agency), slug=slug)
