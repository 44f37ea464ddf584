"""The contact cap: how many invitations to new studies one person may get.

A person, not an address: families and shelters share one. What is about a study that
they joined is exempt, and so is all that is no invitation.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection
from django.db.models import (
    Count,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from studies.agencies.models import Agency
from studies.outreach.models import REACHED, Delivery, DeliveryQuerySet, Step, Wave
from studies.people.models import Consent, Participant
from studies.planning.models import Study

YEAR = timedelta(days=365)
# What makes a visit one's own; their names lie in a room that this one does not know.
SEATED = ["booked", "took_part", "no_show", "stopped_early"]


def hold(person_id: UUID) -> None:
    """Until the transaction ends, nobody else asks whether this person has room.

    Two mailings, or a mailing and a visit, can't both find the last place free.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))",
            [key(person_id)],
        )


def key(person_id: UUID) -> str:
    return f"contact-cap:{person_id}"


def for_mailing(wave: Wave, now: datetime, *, of_many: bool = False) -> list[When]:
    """Why somebody must not get this mailing's invitation now, as rules on Person.

    `of_many` asks the same so that the answers for a whole list come at once.
    """
    study = wave.about
    if study is not None:
        return for_study(study, wave.agency, now, of_many=of_many)
    mails = _mails().exclude(wave__activity=wave.activity_id)
    return _rules(mails, _visits(), wave.agency, now, of_many=of_many)


def for_study(
    study: Study, agency: Agency, now: datetime, *, of_many: bool = False
) -> list[When]:
    mails = _mails().exclude(wave__activity__round__study=study)
    visits = _visits().exclude(study=study)
    joined = _has_joined(study)
    return _rules(mails, visits, agency, now, unless=joined, of_many=of_many)


def for_any(agency: Agency, now: datetime) -> list[When]:
    """Why somebody could not be asked to one more study."""
    return _rules(_mails(), _visits(), agency, now)


def _rules(
    mails: QuerySet,
    visits: QuerySet,
    agency: Agency,
    now: datetime,
    *,
    unless: Exists | None = None,
    of_many: bool = False,
) -> list[When]:
    month = timedelta(days=agency.cap_days)
    theirs = [rows.filter(person=OuterRef("pk")) for rows in (mails, visits)]
    lately = [Exists(rows.filter(at__gt=now - month)) for rows in theirs]
    by_mail, by_visit = (rows.filter(at__gt=now - YEAR) for rows in (mails, visits))
    both = by_mail.filter(person=OuterRef("person"), about=OuterRef("about"))
    in_year = _studies(by_mail) + _studies(by_visit.exclude(Exists(both)))
    many = Q(GreaterThanOrEqual(in_year, agency.cap_in_a_year))
    if of_many:  # counted one by one where visits come in alone
        visited = Exists(by_visit.filter(person=OuterRef("pk")))
        many = Q(pk__in=_with_many(by_mail, agency.cap_in_a_year)) | Q(visited) & many
    new = Q() if unless is None else Q(~unless)
    return [
        When(new & Q(lately[0] | lately[1]), then=Value("cap_month")),
        When(new & many, then=Value("cap_year")),
    ]


def _with_many(mails: QuerySet, most: int) -> QuerySet:
    """People whom mails alone have invited to so many studies."""
    rows = mails.exclude(person=None).order_by().values("person")
    return (
        rows.annotate(studies=Count("about", distinct=True))
        .filter(studies__gte=most)
        .values("person")
    )


def _studies(rows: QuerySet) -> Coalesce:
    of_one = rows.filter(person=OuterRef("pk")).order_by().values("person")
    number = of_one.annotate(studies=Count("about", distinct=True)).values("studies")
    return Coalesce(Subquery(number), 0)


def _has_joined(study: Study) -> Exists:
    """They agreed to something in the study, answered, or booked: it is not new."""
    theirs = Participant.objects.filter(person=OuterRef("pk"), study=study)
    joined = (
        Q(consents__isnull=False)
        | Q(invite_links__finishes__gt=0)
        | Q(bookings__state__in=SEATED)
    )
    return Exists(theirs.filter(joined))


def _mails() -> DeliveryQuerySet:
    """Invitations that people got, or may have got, in earnest."""
    rows = Delivery.objects.reached().filter(
        step=Step.INVITATION, wave__is_practice=False
    )
    rows = rows.annotate(
        at=Coalesce("handed_over_at", "claimed_at"),
        # Each activity outside any study counts as a study of its own.
        about=Coalesce("wave__activity__round__study", -F("wave__activity")),
    )
    return rows.exclude(_agreed_before("participant"))


def _visits() -> QuerySet[Participant]:
    """Invitations to a visit; the mails themselves lie in a room not known here."""
    mail = "bookings__letters__"
    rows = Participant.objects.filter(
        **{f"{mail}kind": Step.INVITATION, f"{mail}state__in": REACHED}
    ).annotate(
        at=Coalesce(f"{mail}handed_over_at", f"{mail}claimed_at"), about=F("study")
    )
    return rows.exclude(_agreed_before("pk"))


def _agreed_before(participant: str) -> Exists:
    """The study was no new one: they had agreed to take part before it came."""
    agreed = Consent.objects.filter(participant=OuterRef(participant))
    return Exists(agreed.filter(given_at__lt=OuterRef("at")))
