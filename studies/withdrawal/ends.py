"""What is over by an agency's day, kind by kind. Each erases in short batches, or with
`dry_run` counts and changes nothing; what a legal hold keeps is counted apart."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from studies import signals
from studies.agencies.models import Agency
from studies.evidence import erasing
from studies.partners.models import Introduction
from studies.people import access, conversations, holds
from studies.people.models import (
    AccessLog,
    Consent,
    LegalHold,
    Participant,
    Payment,
    Person,
    UpdateRequest,
    Where,
)
from studies.people.models.panel import months_from
from studies.planning.models import Study
from studies.sessions import erasing as visits

# Domain rules: contacts 30 days after the study closed, consent records three years.
CONTACT_DAYS, CONSENT_MONTHS = timedelta(days=30), 36
BATCH = 500


@dataclass
class Ended:
    """How many of each kind went, or would go, and how many a legal hold keeps."""

    went: Counter = field(default_factory=Counter)
    held: Counter = field(default_factory=Counter)


def what_people_said(agency: Agency, today: date, *, dry_run: bool) -> Ended:
    """Word for word: answers, quotes, talks, notes. What was learned from them stays."""
    ended = Ended()
    for study in over(agency, today):
        if not _may_go(study, today, dry_run=dry_run):
            ended.held += _words_of(study, dry_run=True)
            continue
        ended.went += _words_of(study, dry_run=dry_run)
    return ended


def over(agency: Agency, today: date) -> Iterator[Study]:
    """Studies that closed so long ago that what people said in them goes."""
    for study in Study.objects.within(agency).exclude(closed_on=None).order_by("pk"):
        if months_from(study.closed_on, study.retention_months) < today:
            yield study


@transaction.atomic
def _may_go(study: Study, today: date, *, dry_run: bool) -> bool:
    """Whether no hold keeps it; then it is marked before anything else is done, so that
    nobody counts anew from what is left half-way."""
    if holds.pauses(study.agency_id, study.pk):
        return False
    if not (dry_run or study.words_erased_on):
        Study.objects.filter(pk=study.pk).update(words_erased_on=today)
    return True


def _words_of(study: Study, *, dry_run: bool) -> Counter:
    went = signals.ask(signals.answers_over, Study, study=study, dry_run=dry_run)
    return +(went + _rest_of(study, dry_run=dry_run))


@transaction.atomic
def _rest_of(study: Study, *, dry_run: bool) -> Counter:
    """All but the answers; nothing where a hold was set while those went."""
    went = Counter()
    if not dry_run and holds.pauses(study.agency_id, study.pk):
        return went
    went["words"] += erasing.erase_words_of(study, dry_run=dry_run)
    went["talks"] += conversations.forget_study(study, dry_run=dry_run)
    went["notes"] += visits.erase_study(study.pk, dry_run=dry_run)
    if not dry_run:
        parts = Participant.objects.filter(study=study)
        parts.exclude(needs=[]).update(needs=[])
        Participant.segments.through.objects.filter(participant__in=parts).delete()
        Introduction.objects.filter(participant__in=parts).delete()
    return went


def contacts(agency: Agency, today: date, *, dry_run: bool) -> Ended:
    """People of studies that closed 30 days ago, but for those who may be asked again."""
    over = _only_in_closed(agency, today)
    with transaction.atomic():
        free = _free(agency, over)
        total, number = over.count(), free.count()
    held = Counter(contacts=total - number)
    if dry_run:
        return Ended(+Counter(contacts=number), +held)
    went = Counter()
    while some := _erase_contacts(agency, over):
        went["contacts"] += some
    return Ended(went, +held)


def _only_in_closed(agency: Agency, today: date) -> QuerySet[Person]:
    before = today - CONTACT_DAYS
    closed = Q(study__closed_on__lt=before)
    ours = [
        model.objects.filter(person=OuterRef("pk"))
        for model in (Participant, UpdateRequest)
    ]
    was = Q(Exists(ours[0].filter(closed))) | Q(Exists(ours[1].filter(closed)))
    still = Q(study__closed_on=None) | Q(study__closed_on__gte=before)
    people = Person.objects.within(agency).filter(was, panel=None)
    people = people.exclude(Exists(ours[0].filter(still)))
    return people.exclude(Exists(ours[1].filter(still)))


def _free(agency: Agency, people: QuerySet[Person]) -> QuerySet[Person]:
    if holds.pauses(agency.pk):
        return people.none()
    return holds.without_held(people, "pk")


@transaction.atomic
def _erase_contacts(agency: Agency, over: QuerySet[Person]) -> int:
    rows = _free(agency, over).order_by("pk").select_for_update(of=["self"])
    ids = list(rows.values_list("pk", flat=True)[:BATCH])
    if ids:
        Person.objects.filter(pk__in=ids).delete()
        access.log(
            AccessLog.Act.ERASED,
            agency=agency,
            by=None,
            people=len(ids),
            about=Where.OVER,
        )
    return len(ids)


def consents(agency: Agency, today: date, *, dry_run: bool) -> Ended:
    """Three years after the study closed, or after the person left it."""
    before = months_from(today, -CONSENT_MONTHS)
    over = Q(participant__study__closed_on__lt=before) | Q(
        participant__withdrawn_on__lt=before
    )
    rows = Consent.objects.filter(over, participant__study__agency=agency)
    return rows_that_end(
        "consents", rows, agency, "participant__study", dry_run=dry_run
    )


def payments(agency: Agency, today: date, *, dry_run: bool) -> Ended:
    """When the agency's records schedule lets them go, with their history."""
    rows = Payment.objects.past_keeping(agency, today)
    return rows_that_end("payments", rows, agency, "study", dry_run=dry_run)


@transaction.atomic
def rows_that_end(
    kind: str, rows: QuerySet, agency: Agency, study: str, *, dry_run: bool
) -> Ended:
    """Rows that stand alone, without those of studies that a hold keeps.

    `study` is the way from a row to its study; empty where it belongs to none.
    """
    ids = set(rows.values_list("pk", flat=True))
    free = ids
    if holds.pauses(agency.pk):
        free = set()
    elif ids and study:
        kept = LegalHold.objects.in_force().filter(agency=agency).values("study")
        held = rows.filter(**{f"{study}__in": kept})
        free = ids - set(held.values_list("pk", flat=True))
    ended = Ended(Counter({kind: len(free)}), Counter({kind: len(ids - free)}))
    if free and not dry_run:
        rows.model.objects.filter(pk__in=free).delete()
        if hasattr(rows.model, "history"):
            rows.model.history.filter(id__in=free).delete()
    return Ended(+ended.went, +ended.held)


def unsent(agency: Agency, today: date, *, dry_run: bool) -> Ended:
    """Answers that nobody sent; the work itself is done each hour, where they lie."""
    asked = {"agency": agency, "dry_run": dry_run}
    return Ended(+signals.ask(signals.answers_unsent, Agency, **asked))
