"""What a study knows of the people in it, under their pseudonyms."""

from django.db import transaction
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.agencies.models import Agency, User
from studies.people import access
from studies.people import actions as people
from studies.people.models import AccessLog, Need, Participant, Person, Where
from studies.planning.models import Segment, Study
from studies.wording.tags import tidy


@transaction.atomic
def describe(
    participant_id: int,
    *,
    language: str,
    needs: list[str],
    segments: list[Segment],
    by: User,
) -> Participant:
    """Keep what somebody said they need, and the groups they say they belong to.

    All of it may stay empty: nobody has to say why they need it, or who they are.
    """
    row = Participant.objects.select_for_update().get(pk=participant_id)
    people.refuse_left(row)
    if any(segment.study_id != row.study_id for segment in segments):
        raise Refusal(
            _("Nothing was saved. These groups belong to another study."),
            code="other_study",
        )
    if not tidy(language):
        raise Refusal(
            _("Nothing was saved. Choose the language that they speak."),
            code="no_language",
        )
    row.language = tidy(language)
    row.needs = [need.value for need in Need if need in needs]
    row.save(update_fields=["language", "needs"])
    row.segments.set(segments)
    return row


def with_needs(rows: QuerySet[Participant]) -> QuerySet[Participant]:
    """With groups and visits; what is sealed in a visit stays closed on a list."""
    visits = Participant._meta.get_field("bookings").related_model.objects
    open_parts = Prefetch("bookings", visits.defer("other_needs"))
    return rows.prefetch_related("segments", open_parts)


def people_at(
    address: str, *, study: Study, agency: Agency, by: User
) -> list[tuple[Person, Participant | None]]:
    """Whoever has this e-mail or phone, and who they are in the study; written down.

    There may be several: families and shelters share an address.
    """
    found = list(Person.objects.within(agency).current().at_address(address))
    access.log(
        AccessLog.Act.READ,
        agency=agency,
        by=by,
        people=len(found),
        about=Where.SEARCH,
        study=study,
    )
    ours = {row.person_id: row for row in study.participants.filter(person__in=found)}
    return [(person, ours.get(person.pk)) for person in found]
