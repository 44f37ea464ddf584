"""People who ask, after answering, to hear from us: what changed, other studies."""

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from cxstudio.refusal import Refusal
from studies.people import access, panel
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


@transaction.atomic
def ask_for_updates(
    study_id: int, *, email: str, language: str, tells: bool = True, asks: bool = False
) -> None:
    """Keep an address: to tell what changed, to ask again, or both.

    The same one twice is told once and asked once. Nothing joins it to an answer, and
    nothing is sent now. It becomes a person on the list with all others of the day
    (see WaitingRequest).
    """
    if not (tells or asks):
        raise Refusal(
            _("Nothing was saved. Choose at least one of the two."), code="no_wish"
        )
    email = whole_address(email)
    hashed = keyed_hash(email)
    tells = tells and not _is_told(study_id, hashed)
    asks = asks and not panel.is_asked(study_id, hashed)
    if not (tells or asks):
        return
    wishes = {"tells": tells, "asks": asks}
    row, is_new = WaitingRequest.objects.get_or_create(
        study_id=study_id,
        email_hash=hashed,
        defaults={"email": email, "language": language} | wishes,
    )
    if not is_new:
        more = {name: True for name, wished in wishes.items() if wished}
        WaitingRequest.objects.filter(pk=row.pk).update(**more)


def _is_told(study_id: int, hashed: str) -> bool:
    known = UpdateRequest.objects.filter(study=study_id, person__email_hash=hashed)
    return known.exists()


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
        _keep(row)
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


def _keep(row: WaitingRequest) -> None:
    # In practice nothing is sent for real, so nobody is asked again for real.
    asks = row.asks and row.study.counts
    asks = asks and not panel.comes_back(row.study.agency, row.email_hash)
    if not (row.tells or asks):
        return
    person = _person(row)
    if row.tells:
        UpdateRequest.objects.create(study=row.study, person=person)
    if asks:
        panel.add(person)


def _person(row: WaitingRequest) -> Person:
    # In the team's language: the page that asks speaks the person's.
    with translation.override(row.study.source_language):
        if row.tells:
            how = _("Asked to be told what changed in “%(study)s”")
        else:
            how = _("Asked, after “%(study)s”, to be asked again")
    return Person.objects.create(
        agency=row.study.agency,
        email=row.email,
        language=row.language,
        how_we_got_it=how % {"study": row.study.title[:180]},
        may_be_asked=False,
    )


def to_tell(study: Study) -> int:
    """How many people asked to be told, today's included."""
    waiting = study.waiting_requests.filter(tells=True)
    return study.update_requests.count() + waiting.count()
