"""People who ask, after answering, to be told what changed."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from studies.people import access
from studies.people.actions import whole_address
from studies.people.models import (
    AccessLog,
    Person,
    UpdateRequest,
    WaitingRequest,
    Where,
)
from studies.people.vault import keyed_hash
from studies.planning.models import Study


def ask_for_updates(study_id: int, *, email: str, language: str) -> None:
    """Keep an address to tell what changed; the same one twice is told once.

    Nothing joins it to an answer, and nothing is sent now. It becomes a person on the
    list with all others of the day (see WaitingRequest).
    """
    email = whole_address(email)
    hashed = keyed_hash(email)
    known = UpdateRequest.objects.filter(study=study_id, person__email_hash=hashed)
    if not known.exists():
        WaitingRequest.objects.get_or_create(
            study_id=study_id,
            email_hash=hashed,
            defaults={"email": email, "language": language},
        )


@transaction.atomic
def keep_requests(study_id: int | None = None) -> int:
    """Put all who wait on the list at once, of one study or all; returns how many.

    In the order of random ids and in one transaction, so that not even the database's
    own marks on the rows say who asked first.
    """
    waiting = WaitingRequest.objects.select_for_update(of=["self"])
    if study_id is not None:
        waiting = waiting.filter(study=study_id)
    rows = list(waiting.select_related("study__agency").order_by("pk"))
    added: dict = {}
    for row in rows:
        UpdateRequest.objects.create(study=row.study, person=_person(row))
        agency = row.study.agency
        added[agency] = added.get(agency, 0) + 1
    for agency, number in added.items():
        access.log(
            AccessLog.Act.ADDED,
            agency=agency,
            by=None,
            people=number,
            about=Where.ASKED,
        )
    WaitingRequest.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def _person(row: WaitingRequest) -> Person:
    # In the team's language: the page that asks speaks the person's.
    with translation.override(row.study.source_language):
        how = _("Asked to be told what changed in “%(study)s”")
    return Person.objects.create(
        agency=row.study.agency,
        email=row.email,
        language=row.language,
        how_we_got_it=how % {"study": row.study.title[:180]},
    )


def to_tell(study: Study) -> int:
    """How many people asked to be told, today's included."""
    return study.update_requests.count() + study.waiting_requests.count()
