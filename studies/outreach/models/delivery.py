import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from studies.agencies.tenancy import TenantQuerySet
from studies.outreach.models.message import Step
from studies.outreach.models.trail import LONGEST, Move, read
from studies.outreach.models.wave import Wave
from studies.partners.models import InviteLink
from studies.people.models import Participant, Person


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
        DELIVERED = "delivered", _("arrived")
        BOUNCED = "bounced", _("came back")
        COMPLAINED = "complained", _("reported as unwanted")
        DROPPED = "dropped", _("not sent, on purpose")
        UNCERTAIN = "uncertain", _("not sure it was sent")

    class Channel(models.TextChoices):
        EMAIL = "email", _("e-mail")
        SMS = "sms", _("text message")

    class Verdict(models.TextChoices):
        """What a person found out about a message of which the machine is not sure."""

        ARRIVED = "arrived", _("it arrived")
        AGAIN = "again", _("it did not arrive, send it again")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # Found by delivery_once_per_step_and_person, which begins with it.
    wave = models.ForeignKey(
        Wave, models.PROTECT, related_name="deliveries", db_index=False
    )
    step = models.CharField(_("step"), max_length=12, choices=Step)
    # The contact may be erased; that we wrote to somebody stays in the ledger.
    person = models.ForeignKey(
        Person, models.SET_NULL, null=True, related_name="deliveries"
    )
    participant = models.ForeignKey(
        Participant,
        models.SET_NULL,
        null=True,
        related_name="deliveries",
        db_index=False,
    )
    link = models.ForeignKey(
        InviteLink,
        models.PROTECT,
        null=True,
        related_name="deliveries",
        db_index=False,
    )
    channel = models.CharField(
        _("way"),
        max_length=8,
        choices=Channel,
        default=Channel.EMAIL,
        db_default=Channel.EMAIL,
    )
    # What the provider calls it, for its later news; empty where it calls it nothing.
    provider_id = models.CharField(
        max_length=200, blank=True, default="", db_default="", editable=False
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.QUEUED
    )
    reason = models.CharField(_("reason"), max_length=40, blank=True)
    # When the present state began; empty in rows from before it was kept.
    since = models.DateTimeField(null=True, editable=False)
    trail = models.CharField(
        max_length=LONGEST, blank=True, db_default="", editable=False
    )
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
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
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
            models.UniqueConstraint(
                fields=["channel", "provider_id"],
                condition=~Q(provider_id=""),
                name="delivery_once_per_provider_id",
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
            # What somebody should look at, over all mailings; there are few.
            models.Index(
                fields=["state", "wave"],
                condition=Q(state__in=["uncertain", "bounced", "complained"]),
                name="delivery_to_look_at",
            ),
            # What came back and is tried again; see bounces.py.
            models.Index(
                fields=["wave"],
                condition=Q(state="queued", reason="came_back"),
                name="delivery_tried_again",
            ),
            # Without the many rows that have none, which each move would write again.
            models.Index(
                fields=["participant"],
                condition=~Q(participant=None),
                name="delivery_participant",
            ),
            models.Index(
                fields=["link"], condition=~Q(link=None), name="delivery_link"
            ),
            models.Index(
                fields=["judged_by"],
                condition=~Q(judged_by=None),
                name="delivery_judged_by",
            ),
        ]

    def __str__(self):
        return str(self.pk)[:8]

    @property
    def moves(self) -> list[Move]:
        """How it came to be where it is, oldest first."""
        return read(self.trail)


# Handed over, whatever its provider told us later; one that came back did not arrive.
SENT = [
    Delivery.State.HANDED_OVER,
    Delivery.State.DELIVERED,
    Delivery.State.COMPLAINED,
]
REACHED = [Delivery.State.IN_HAND, *SENT, Delivery.State.UNCERTAIN]
