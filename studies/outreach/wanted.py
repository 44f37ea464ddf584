from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models
from django.db.models import (
    Case,
    Count,
    Exists,
    OuterRef,
    Q,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from studies.agencies.models import Agency
from studies.outreach import caps, reminding, ways
from studies.outreach.models import (
    REMINDERS,
    Delivery,
    Reached,
    Step,
    Suppression,
    Wave,
)
from studies.outreach.ways import suppressed
from studies.partners.models import InviteLink
from studies.people.models import (
    Channel,
    PanelMember,
    Participant,
    Person,
    Withdrawal,
)
from studies.people.models.panel import PanelMemberQuerySet
from studies.people.models.person import PersonQuerySet
from studies.people.vault import keyed_hash
from studies.planning.models import Activity, Study

State, Reason = PanelMember.State, Suppression.Reason


def with_reason(
    people: PersonQuerySet,
    wave: Wave,
    step: str,
    now: datetime,
    *,
    of_many: bool = False,
) -> PersonQuerySet:
    """Add `reason`: why this person must not get this message now; empty if wanted.

    The counts before a mailing starts and the question before each message is
    handed over are this one expression, so they can't differ.
    """
    rules = [
        When(~Q(archived_at=None), then=Value("archived")),
        *_at_their_address(wave),
    ]
    if wave.is_practice or _in_practice(wave):
        ours = [keyed_hash(email) for email in _member_addresses(wave)]
        rules.append(When(~Q(email_hash__in=ours), then=Value("practice")))
    rules += [_left_for_good(wave), *_as_they_wish(wave, step, now)]
    if wave.activity_id and step != Step.THANKS:
        rules.append(When(_answered(wave), then=Value("answered")))
        rules.append(When(_tapped_done(wave), then=Value("done")))
    if step in REMINDERS:
        rules = reminding.reasons(wave, step) + rules
    if step == Step.THANKS:
        rules.append(When(_thanked(wave), then=Value("thanked")))
    if step == Step.INVITATION and not wave.is_practice and not _in_practice(wave):
        rules += _invited(wave, now)
        rules += caps.for_mailing(wave, now, of_many=of_many)
    return people.annotate(reason=first_of(rules))


def why_not_to_visit(
    people: Iterable[Person], study: Study, now: datetime
) -> dict[object, str]:
    """Why nobody may invite each to a visit in a study that they have no part in yet.

    {person: reason, or nothing}. The same rules as of a mailing: what they said on
    their own page, and the cap.
    """
    texts = ways.no_mail_but_texts() if settings.CHANNELS["sms"] else None
    rules = _wishes(study.agency, now, texts) + caps.for_study(study, study.agency, now)
    ours = Person.objects.filter(pk__in=[person.pk for person in people])
    rows = ours.annotate(reason=first_of(rules))
    return dict(rows.values_list("pk", "reason"))


def first_of(rules: list[When]) -> Case:
    return Case(*rules, default=Value(""), output_field=models.CharField())


def _left_for_good(wave: Wave) -> When:
    """Who took back what they gave: in this study, or all, while a hold keeps it."""
    left = Participant.objects.filter(person=OuterRef("pk"), study=wave.about)
    waits = Withdrawal.objects.waiting().filter(person=OuterRef("pk"))
    return When(
        Exists(left.exclude(withdrawn_on=None)) | Exists(waits),
        then=Value("withdrawn"),
    )


def over(wave: Wave, step: str, now: datetime) -> str:
    """Why nobody gets this message of the mailing any more; empty where they do."""
    if wave.state == Wave.State.STOPPED:
        return "mailing_stopped"
    activity, study = wave.activity, wave.about
    # News of what changed, and thanks, come also after the end.
    if activity is None or step == Step.THANKS:
        return ""
    closed = (
        activity.state == Activity.State.CLOSED
        or activity.archived_at is not None
        or (activity.closes_at is not None and activity.closes_at <= now)
        or (study is not None and study.state == Study.State.CLOSED)
    )
    return "closed" if closed else ""


def forecast(wave: Wave, now: datetime, step: str = "") -> dict[str, int]:
    """How many of the audience get a message now, the first one unless it is said
    which, and why others don't.

    {"": wanted, reason: people, …}
    """
    audience, step = wave.audience.order_by(), step or wave.steps[0]
    if reason := over(wave, step, now):
        return {reason: audience.count()}
    people = with_reason(audience, wave, step, now)
    rows = people.values("reason").annotate(people=Count("pk"))
    return {row["reason"]: row["people"] for row in rows}


def _as_they_wish(wave: Wave, step: str, now: datetime) -> list[When]:
    """What people said on their own page about being asked again.

    News of a study that they asked for goes out whatever they said about others. A no
    and a break hold for the address: nobody gets around them by adding it once more.
    """
    # It asks nothing: somebody typed their address, and they can have it erased.
    if step == Step.ADDED:
        return []
    if wave.is_panel:
        state = State.PENDING if step == Step.PANEL_ASK else State.CONFIRMED
        return [When(~_is_asked_for_a_yes(state), then=Value("panel_settled"))]
    if wave.activity_id is None:
        return []
    return _wishes(wave.agency, now, ways.texted(wave))


def _wishes(agency: Agency, now: datetime, texts: Q | None = None) -> list[When]:
    today = now.astimezone(agency.zone).date()
    ours = PanelMember.objects.within(agency)
    calls = Q(panel__state=State.CONFIRMED) & ~Q(
        panel__channels__contains=[Channel.EMAIL]
    )
    if texts is not None:
        calls &= ~texts
    only_texts = calls & Q(panel__channels__contains=[Channel.SMS])
    return [
        When(_at_address(ours.said_no()), then=Value("left")),
        When(panel__state=State.PENDING, then=Value("not_confirmed")),
        When(_at_address(ours.filter(paused_until__gt=today)), then=Value("paused")),
        When(only_texts, then=Value("texts")),
        When(calls, then=Value("calls")),
        When(may_be_asked=False, panel=None, then=Value("only_to_tell")),
    ]


def _at_address(members: PanelMemberQuerySet) -> Q:
    """The one that names them: mail, or the phone of who has no mail address."""
    mail = members.filter(person__email_hash=OuterRef("email_hash"))
    phone = members.filter(
        person__email_hash="", person__phone_hash=OuterRef("phone_hash")
    )
    return (~Q(email_hash="") & Q(Exists(mail))) | (Q(email_hash="") & Q(Exists(phone)))


def _is_asked_for_a_yes(state: str) -> Exists:
    """We wrote to ask for the yes, and it has not come, nor a no."""
    rows = PanelMember.objects.filter(person=OuterRef("pk"), state=state)
    return Exists(rows.exclude(letter_on=None))


def _in_practice(wave: Wave) -> bool:
    return wave.only_practices


def _member_addresses(wave: Wave) -> list[str]:
    members = wave.agency.members.active()
    return list(members.values_list("user__email", flat=True))


def _at_their_address(wave: Wave) -> list[When]:
    """What is known of the address that a message would go to: mail or phone."""
    texts = ways.texted(wave)
    if texts is None:
        return _at_their_mail(Q())
    # By mail they stopped all messages; START from the phone is for the phone alone.
    everything = suppressed(Reason.STOPPED, only_mail=False)
    stopped = Q(suppressed(Reason.STOPPED, "phone_hash")) | Q(everything)
    no_such = Q(suppressed(Reason.BOUNCED, "phone_hash"))
    return [
        *_at_their_mail(~texts),
        When(texts & Q(phone_hash=""), then=Value("no_phone")),
        When(texts & stopped, then=Value("stopped")),
        When(texts & no_such, then=Value("no_such_number")),
    ]


def _at_their_mail(mailed: Q) -> list[When]:
    # A number works where the mail address does not, and the other way around.
    return [
        When(mailed & Q(email_hash=""), then=Value("no_address")),
        When(mailed & Q(suppressed(Reason.STOPPED)), then=Value("stopped")),
        When(mailed & Q(suppressed(Reason.BOUNCED)), then=Value("no_such_address")),
    ]


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


def _invited(wave: Wave, now: datetime) -> list[When]:
    """Another mailing about the survey has invited this person, in earnest.

    A team that chose those who were invited and did not answer means just them: they
    may be invited again once the days between two invitations are over, and not so
    soon after a reminder as another reminder must not come.
    """
    if wave.activity_id is None:
        return []
    others = Delivery.objects.reached().filter(
        wave__activity=wave.activity_id,
        wave__is_practice=False,
        person=OuterRef("pk"),
        step__in=[Step.INVITATION, *REMINDERS],
    )
    others = others.exclude(wave=wave.pk)
    if (wave.audience_filter or {}).get("reached") == Reached.NOT_ANSWERED:
        others = others.annotate(at=Coalesce("handed_over_at", "claimed_at"))
        agency = wave.agency
        lately = Q(at__gt=now - timedelta(days=agency.reminder_days)) | Q(
            step=Step.INVITATION, at__gt=now - timedelta(days=agency.cap_days)
        )
        return [When(Exists(others.filter(lately)), then=Value("invited_lately"))]
    return [When(Exists(others), then=Value("invited"))]


def _thanked(wave: Wave) -> Exists:
    """Another mailing about the survey has said thank you to this person."""
    others = Delivery.objects.reached().filter(
        wave__activity=wave.activity_id, person=OuterRef("pk"), step=Step.THANKS
    )
    return Exists(others.exclude(wave=wave.pk))


def at_the_cap(people: PersonQuerySet, agency: Agency, now: datetime) -> PersonQuerySet:
    """Those who have had all invitations to new studies that they may get for now."""
    capped = first_of(caps.for_any(agency, now))
    return people.annotate(cap=capped).exclude(cap="")
