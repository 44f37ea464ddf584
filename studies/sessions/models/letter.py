from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studies.agencies.tenancy import TenantQuerySet
from studies.outreach.models import Delivery
from studies.outreach.models.trail import Move, read
from studies.sessions.models.booking import Booking

Channel = Delivery.Channel


class LetterQuerySet(TenantQuerySet):
    tenant_path = "booking__session__round__study__agency"

    def due(self, now: datetime):
        return self.filter(state=Letter.State.QUEUED, due_at__lte=now)

    def not_held(self):
        """Without invitations of a study that is paused; they go when it goes on.

        News of a booked visit is never held: both sides made that promise.
        """
        return self.exclude(
            kind=Letter.Kind.INVITATION,
            booking__session__round__study__paused_at__isnull=False,
        )


class Letter(models.Model):
    """One mail about a visit. The row is the queue, and each goes out at most once.

    A worker that died while it sent one leaves it "in hand": nobody knows whether it
    left, so it is set aside as uncertain and never sent again by itself.
    """

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation to book")
        CONFIRMATION = "confirmation", _("confirmation")
        UPDATE = "update", _("change")
        CANCELLATION = "cancellation", _("cancellation")
        REMINDER = "reminder", _("reminder the day before")

    class State(models.TextChoices):
        QUEUED = "queued", _("waiting")
        IN_HAND = "in_hand", _("sending")
        HANDED_OVER = "handed_over", _("sent")
        UNCERTAIN = "uncertain", _("not sure it was sent")
        REFUSED = "refused", _("came back")
        DROPPED = "dropped", _("not sent")

    class Verdict(models.TextChoices):
        """What a person found out about one that is uncertain, or came back."""

        ARRIVED = "arrived", _("it arrived")
        AGAIN = "again", _("it did not arrive: send again")

    booking = models.ForeignKey(Booking, models.CASCADE, related_name="letters")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    # As the person wished when it left.
    channel = models.CharField(
        _("way"),
        max_length=10,
        choices=Channel,
        default=Channel.EMAIL,
        db_default=Channel.EMAIL,
    )
    # The booking's when it was written: an older one is no longer true.
    sequence = models.PositiveIntegerField()
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.QUEUED
    )
    reason = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    # Every move, with its time and reason: see studies/outreach/models/trail.py.
    since = models.DateTimeField(null=True)
    trail = models.TextField(blank=True, default="", db_default="")
    # How often a mail server said "later" to it.
    attempts = models.PositiveSmallIntegerField(default=0, db_default=0)
    # The last judgment: what, who, when.
    verdict = models.CharField(
        max_length=10, choices=Verdict, blank=True, default="", db_default=""
    )
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+"
    )
    judged_at = models.DateTimeField(null=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("mail about a visit")
        verbose_name_plural = _("mails about visits")
        ordering = ["due_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["booking", "kind", "sequence"],
                name="letter_once_per_booking_and_news",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["dropped", "refused"], reason__gt="")
                | (~Q(state__in=["dropped", "refused"]) & Q(reason="")),
                name="letter_not_sent_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(state="queued"),
                name="letter_waiting",
            )
        ]

    def __str__(self):
        return f"{self.kind} {self.state}"

    @property
    def moves(self) -> list[Move]:
        return read(self.trail)
