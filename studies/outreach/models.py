import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet
from studies.partners.models import InviteLink
from studies.people.models import Participant, Person
from studies.planning.models import Activity, Study


class Step(models.TextChoices):
    INVITATION = "invitation", _("invitation")
    REMINDER = "reminder", _("reminder")
    SHARE_BACK = "share_back", _("what changed")
    # Letters to people who asked to be asked again; their words are ours, not the team's.
    PANEL_ASK = "panel_ask", _("do you want to be asked?")
    PANEL_YEAR = "panel_year", _("do you still want to be asked?")
    PANEL_REMIND = "panel_remind", _("do you still want to be asked? Reminder")


REMINDERS = [Step.REMINDER, Step.PANEL_REMIND]
PANEL_STEPS = [Step.PANEL_ASK, Step.PANEL_YEAR, Step.PANEL_REMIND]


class Message(models.Model):
    """The words of one step of a mailing, in the source language.

    Other languages are Translations of its two texts. Placeholders in braces, such
    as {link}, are filled for each person at the moment of sending.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="messages")
    step = models.CharField(_("step"), max_length=12, choices=Step)
    subject = models.CharField(_("subject"), max_length=160)
    body = models.TextField(_("text"))
    source_language = models.CharField(max_length=35, default="en")
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["-created_at", "pk"]

    def __str__(self):
        return self.subject


class Wave(models.Model):
    """A mailing: one audience, an invitation, and at most one reminder."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        RUNNING = "running", _("running")
        PAUSED = "paused", _("paused")
        STOPPED = "stopped", _("stopped")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="waves")
    # What it is about: an activity to take part in, or a study whose news it brings.
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="waves"
    )
    study = models.ForeignKey(
        Study, models.PROTECT, null=True, blank=True, related_name="waves"
    )
    first = models.ForeignKey(Message, models.PROTECT, related_name="+")
    reminder = models.ForeignKey(
        Message, models.PROTECT, null=True, blank=True, related_name="+"
    )
    # Domain rule: reminders are at least 3 days apart; the demo's comes after 7.
    reminder_after_days = models.PositiveSmallIntegerField(
        _("days before the reminder"), default=7
    )
    # Whom it is for; frozen into deliveries when it starts.
    audience = models.ManyToManyField(Person, related_name="+", blank=True)
    # The one link that every mail about an anonymous survey carries.
    link = models.ForeignKey(InviteLink, models.PROTECT, null=True, related_name="+")
    # Which news a share-back brings; the same news is mailed once.
    news = models.CharField(max_length=40, blank=True, editable=False)
    is_practice = models.BooleanField(default=False, editable=False)
    # A letter to people who asked to be asked again, about that alone.
    is_panel = models.BooleanField(default=False, db_default=False, editable=False)
    # Why nothing goes out just now, such as a mail server that does not answer.
    trouble = models.CharField(max_length=40, blank=True, editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    started_at = models.DateTimeField(null=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("mailing")
        verbose_name_plural = _("mailings")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_panel=True, activity=None, study=None)
                | (Q(is_panel=False) & (Q(activity=None) ^ Q(study=None))),
                name="wave_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(reminder_after_days__gte=3),
                name="wave_reminds_after_three_days",
            ),
            models.UniqueConstraint(
                fields=["study", "news"],
                condition=~Q(study=None),
                name="wave_brings_news_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "news"],
                condition=Q(is_panel=True),
                name="wave_asks_the_panel_once",
            ),
        ]

    def __str__(self):
        subject = self.first.subject
        if self.is_panel:
            return subject.replace("{agency}", self.agency.name)
        name = self.activity.name if self.activity else ""
        return subject.replace("{survey}", name)

    @property
    def about(self) -> Study | None:
        """The study that it belongs to; None where it stands outside all studies."""
        return self.activity.study if self.activity else self.study

    @property
    def only_practices(self) -> bool:
        """Its study or its survey is in practice: only members of the agency get it."""
        if self.activity is not None and self.activity.is_practicing:
            return True
        return self.about is not None and not self.about.counts

    @property
    def steps(self) -> list[str]:
        if self.study_id:
            return [Step.SHARE_BACK]
        if self.is_panel:
            return [self.first.step] + ([self.reminder.step] if self.reminder else [])
        return [Step.INVITATION] + ([Step.REMINDER] if self.reminder_id else [])

    def message(self, step: str) -> Message:
        return self.reminder if step in REMINDERS else self.first


class DeliveryQuerySet(TenantQuerySet):
    tenant_path = "wave__agency"

    def queued(self):
        return self.filter(state=Delivery.State.QUEUED)

    def due(self, now: datetime):
        return self.queued().filter(due_at__lte=now)

    def reached(self):
        """Messages that a person got, or may have got."""
        return self.filter(state__in=REACHED)


class Delivery(models.Model):
    """The ledger: one row per mailing step and person, ever, whatever the channel."""

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        CLAIMED = "claimed", _("next to go")
        IN_HAND = "in_hand", _("sending")
        HANDED_OVER = "handed_over", _("sent")
        BOUNCED = "bounced", _("came back")
        DROPPED = "dropped", _("not sent, on purpose")
        UNCERTAIN = "uncertain", _("not sure it was sent")

    class Verdict(models.TextChoices):
        """What a person found out about a message of which the machine is not sure."""

        ARRIVED = "arrived", _("it arrived")
        AGAIN = "again", _("it did not arrive, send it again")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    wave = models.ForeignKey(Wave, models.PROTECT, related_name="deliveries")
    step = models.CharField(_("step"), max_length=12, choices=Step)
    # The contact may be erased; that we wrote to somebody stays in the ledger.
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="deliveries"
    )
    participant = models.ForeignKey(
        Participant, models.SET_NULL, null=True, related_name="deliveries"
    )
    link = models.ForeignKey(
        InviteLink, models.PROTECT, null=True, related_name="deliveries"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.QUEUED
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    due_at = models.DateTimeField(_("due"))
    lease = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    handed_over_at = models.DateTimeField(_("sent"), null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    # Tapped "I have answered, or would rather not". No time: it joins no answer.
    no_reminder = models.BooleanField(default=False, editable=False)
    # The last judgment of an uncertain message: what, who, when.
    verdict = models.CharField(
        max_length=8, choices=Verdict, blank=True, editable=False
    )
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True, editable=False)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = _("message to a person")
        verbose_name_plural = _("messages to people")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["wave", "step", "person"],
                name="delivery_once_per_step_and_person",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(reason=""),
                name="delivery_dropped_says_why",
            ),
            models.CheckConstraint(
                condition=Q(handed_over_at=None)
                | Q(claimed_at=None)
                | Q(handed_over_at__gte=F("claimed_at")),
                name="delivery_sent_after_claim",
            ),
            models.CheckConstraint(
                condition=Q(verdict="", judged_by=None, judged_at=None)
                | (~Q(verdict="") & ~Q(judged_by=None) & ~Q(judged_at=None)),
                name="delivery_judged_by_somebody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["wave", "due_at", "id"],
                condition=Q(state="queued"),
                name="delivery_due",
            ),
            models.Index(
                fields=["claimed_at"],
                condition=Q(state__in=["claimed", "in_hand"]),
                name="delivery_under_way",
            ),
        ]

    def __str__(self):
        return str(self.pk)[:8]


REACHED = [
    Delivery.State.IN_HAND,
    Delivery.State.HANDED_OVER,
    Delivery.State.UNCERTAIN,
]


class Suppression(models.Model):
    """Do not contact: an address, as a keyed hash, that nobody here may write to.

    A row of the platform itself: stopping messages holds in every study and agency.
    """

    class Reason(models.TextChoices):
        STOPPED = "stopped", _("the person stopped all messages")
        BOUNCED = "bounced", _("there is no such address")

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=10, choices=Reason)
    since = models.DateField(auto_now_add=True)

    class Meta:
        verbose_name = _("do not contact")
        verbose_name_plural = _("do not contact")

    def __str__(self):
        return self.address_hash[:8]
