from datetime import datetime, timedelta

from django.db import models
from django.db.models import (
    Case,
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
from studies.outreach.models import (
    REACHED,
    Delivery,
    DeliveryQuerySet,
    Step,
    Suppression,
    Wave,
)
from studies.partners.models import InviteLink
from studies.people.models import (
    Channel,
    Consent,
    PanelMember,
    Participant,
    Person,
    Withdrawal,
)
from studies.people.models.panel import PanelMemberQuerySet
from studies.people.models.person import PersonQuerySet
from studies.people.vault import keyed_hash
from studies.planning.models import Study

State = PanelMember.State

# Domain rule: 1 invitation to a new study in 30 days, 3 in 12 months.
MONTH, YEAR, IN_A_YEAR = timedelta(days=30), timedelta(days=365), 3


def with_reason(
    people: PersonQuerySet, wave: Wave, step: str, now: datetime
) -> PersonQuerySet:
    """Add `reason`: why this person must not get this message now; empty if wanted.

    The counts before a mailing starts and the question before each message is
    handed over are this one expression, so they can't differ.
    """
    rules = [
        When(~Q(archived_at=None), then=Value("archived")),
        When(email_hash="", then=Value("no_address")),
        When(_suppressed(Suppression.Reason.STOPPED), then=Value("stopped")),
        When(_suppressed(Suppression.Reason.BOUNCED), then=Value("no_such_address")),
    ]
    if wave.is_practice or _in_practice(wave):
        ours = [keyed_hash(email) for email in _member_addresses(wave)]
        rules.append(When(~Q(email_hash__in=ours), then=Value("practice")))
    rules += [_left_for_good(wave), *_as_they_wish(wave, step, now)]
    if wave.activity_id and step != Step.THANKS:
        rules.append(When(_answered(wave), then=Value("answered")))
        rules.append(When(_tapped_done(wave), then=Value("done")))
    if step == Step.INVITATION and not wave.is_practice and not _in_practice(wave):
        visits = _visits().exclude(study=wave.about) if wave.about else _visits()
        rules += _contact_cap(_other_invitations(wave), visits, now)
    return people.annotate(reason=_first_of(rules))


def why_not_to_visit(person: Person, study: Study, now: datetime) -> str:
    """Why nobody may invite them to a visit in a study that they have no part in yet.

    The same rules as of a mailing: what they said on their own page, and the cap.
    """
    mails = _invitations().exclude(wave__activity__round__study=study)
    rules = _wishes(study.agency, now)
    rules += _contact_cap(mails, _visits().exclude(study=study), now)
    rows = Person.objects.filter(pk=person.pk).annotate(reason=_first_of(rules))
    return rows.values_list("reason", flat=True).get()


def _first_of(rules: list[When]) -> Case:
    return Case(*rules, default=Value(""), output_field=models.CharField())


def _left_for_good(wave: Wave) -> When:
    """Who took back what they gave: in this study, or all, while a hold keeps it."""
    left = Participant.objects.filter(person=OuterRef("pk"), study=wave.about)
    waits = Withdrawal.objects.waiting().filter(person=OuterRef("pk"))
    return When(
        Exists(left.exclude(withdrawn_on=None)) | Exists(waits),
        then=Value("withdrawn"),
    )


def forecast(wave: Wave, now: datetime) -> dict[str, int]:
    """How many of the audience get the first message now, and why others don't.

    {"": wanted, reason: people, …}
    """
    people = with_reason(wave.audience.order_by(), wave, wave.steps[0], now)
    rows = people.values("reason").annotate(people=Count("pk"))
    return {row["reason"]: row["people"] for row in rows}


def _as_they_wish(wave: Wave, step: str, now: datetime) -> list[When]:
    """What people said on their own page about being asked again.

    News of a study that they asked for goes out whatever they said about others. A no
    and a break hold for the address: nobody gets around them by adding it once more.
    """
    if wave.is_panel:
        state = State.PENDING if step == Step.PANEL_ASK else State.CONFIRMED
        return [When(~_is_asked_for_a_yes(state), then=Value("panel_settled"))]
    if wave.activity_id is None:
        return []
    return _wishes(wave.agency, now)


def _wishes(agency: Agency, now: datetime) -> list[When]:
    today = now.astimezone(agency.zone).date()
    ours = PanelMember.objects.within(agency)
    calls = Q(panel__state=State.CONFIRMED) & ~Q(
        panel__channels__contains=[Channel.EMAIL]
    )
    return [
        When(_at_address(ours.said_no()), then=Value("left")),
        When(panel__state=State.PENDING, then=Value("not_confirmed")),
        When(_at_address(ours.filter(paused_until__gt=today)), then=Value("paused")),
        When(calls, then=Value("calls")),
        When(may_be_asked=False, panel=None, then=Value("only_to_tell")),
    ]


def _at_address(members: PanelMemberQuerySet) -> Exists:
    return Exists(members.filter(person__email_hash=OuterRef("email_hash")))


def _is_asked_for_a_yes(state: str) -> Exists:
    """We wrote to ask for the yes, and it has not come, nor a no."""
    rows = PanelMember.objects.filter(person=OuterRef("pk"), state=state)
    return Exists(rows.exclude(letter_on=None))


def _in_practice(wave: Wave) -> bool:
    return wave.only_practices


def _member_addresses(wave: Wave) -> list[str]:
    members = wave.agency.members.active()
    return list(members.values_list("user__email", flat=True))


def _suppressed(reason: str) -> Exists:
    rows = Suppression.objects.filter(
        address_hash=OuterRef("email_hash"), reason=reason
    )
    return Exists(rows)


def _answered(wave: Wave) -> Exists:
    finished = InviteLink.objects.filter(
        activity=wave.activity_id, participant__person=OuterRef("pk"), finishes__gt=0
    )
    return Exists(finished)


def _tapped_done(wave: Wave) -> Exists:
    tapped = Delivery.objects.filter(
        wave__activity=wave.activity_id, person=OuterRef("pk"), no_reminder=True
    )
    return Exists(tapped)


def at_the_cap(people: PersonQuerySet, now: datetime) -> PersonQuerySet:
    """Those who have had all invitations to new studies that they may get for now."""
    capped = _first_of(_contact_cap(_invitations(), _visits(), now))
    return people.annotate(cap=capped).exclude(cap="")


def _contact_cap(mails: QuerySet, visits: QuerySet, now: datetime) -> list[When]:
    earlier = [rows.filter(person=OuterRef("pk")) for rows in (mails, visits)]
    in_month = [Exists(rows.filter(at__gt=now - MONTH)) for rows in earlier]
    in_year = [_studies(rows.filter(at__gt=now - YEAR)) for rows in earlier]
    return [
        When(in_month[0] | in_month[1], then=Value("cap_month")),
        When(
            GreaterThanOrEqual(in_year[0] + in_year[1], IN_A_YEAR),
            then=Value("cap_year"),
        ),
    ]


def _studies(rows: QuerySet) -> Coalesce:
    of_one = rows.order_by().values("person")
    number = of_one.annotate(studies=Count("about", distinct=True)).values("studies")
    return Coalesce(Subquery(number), 0)


def _other_invitations(wave: Wave) -> DeliveryQuerySet:
    """Invitations that people got, or may have got, to anything but this study."""
    rows = _invitations()
    if wave.about is not None:
        return rows.exclude(wave__activity__round__study=wave.about)
    return rows.exclude(wave__activity=wave.activity_id)


def _invitations() -> DeliveryQuerySet:
    rows = Delivery.objects.reached().filter(
        step=Step.INVITATION, wave__is_practice=False
    )
    return rows.annotate(
        at=Coalesce("handed_over_at", "claimed_at"),
        # Each activity outside any study counts as a study of its own.
        about=Coalesce("wave__activity__round__study", -F("wave__activity")),
    )


def _visits() -> QuerySet[Participant]:
    """Invitations to a visit, in studies that people had not agreed to join before.

    The mails themselves lie in a room that this one does not know.
    """
    mail = "bookings__letters__"
    rows = Participant.objects.filter(
        **{f"{mail}kind": Step.INVITATION, f"{mail}state__in": REACHED}
    ).annotate(
        at=Coalesce(f"{mail}handed_over_at", f"{mail}claimed_at"), about=F("study")
    )
    agreed = Consent.objects.filter(participant=OuterRef("pk"))
    return rows.exclude(Exists(agreed.filter(given_at__lt=OuterRef("at"))))
