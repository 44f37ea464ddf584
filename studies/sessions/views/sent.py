"""What did we send to this person, and when."""

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render

from studies.agencies.doors import requires
from studies.agencies.permissions import Permission
from studies.outreach.telling import Line
from studies.people.models import Participant, Person
from studies.planning.models import Study
from studies.sessions import sent

PAGE = 50


@requires(Permission.RESPONSE_READ)
def participant_sent(request, slug, participant_number):
    """Under the pseudonym: what belongs to this study, and no other.

    It says whether they answered or stopped, so it is for those who read answers.
    """
    study = get_object_or_404(Study.objects.within(request.agency), slug=slug)
    rows = Participant.objects.filter(study=study).select_related("person")
    row = get_object_or_404(
        rows.defer("person__name", "person__email", "person__phone"),
        number=participant_number,
    )
    context = {"study": study, "who": row.pseudonym, "participant": row}
    return _page(request, sent.to_participant(row), context)


@requires(Permission.PERSON_READ)
def person_sent(request, pk):
    """Of all studies, so for those alone who may know who the pseudonyms are."""
    ours = Person.objects.within(request.agency).defer("name", "email", "phone")
    person = get_object_or_404(ours, pk=pk)
    return _page(
        request, sent.to_person(person), {"who": str(person), "person": person}
    )


def _page(request, lines: list[Line], context: dict):
    page = Paginator(lines, PAGE).get_page(request.GET.get("page"))
    return render(request, "sessions/sent.html", context | {"page": page})
