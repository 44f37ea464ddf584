import uuid
from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studies.agencies.models.agency import validate_time_zone
from studies.agencies.tenancy import TenantQuerySet
from studies.people.models import Conversation, Need, Participant
from studies.people.vault import SealedTextField
from studies.sessions.models.session import Session, Slot


class State(models.TextChoices):
    INVITED = "invited", _("invited")
    BOOKED = "booked", _("booked")
    TOOK_PART = "took_part", _("took part")
    NO_SHOW = "no_show", _("did not come")
    STOPPED_EARLY = "stopped_early", _("stopped early")
    CANCELED = "canceled", _("canceled")


class Who(models.TextChoices):
    PERSON = "person", _("the person")
    STAFF = "staff", _("the team")


# Those who sat there, for however long; each is thanked and paid.
MET = (State.TOOK_PART, State.STOPPED_EARLY)
# Those for whom a seat is kept, or was.
SEATED = (State.BOOKED, State.TOOK_PART, State.NO_SHOW, State.STOPPED_EARLY)


class BookingQuerySet(TenantQuerySet):
    tenant_path = "session__round__study__agency"

    def seated(self):
        return self.filter(state__in=SEATED)

    def coming(self, now: datetime):
        return self.filter(state=State.BOOKED, slot__starts_at__gt=now)

    def met(self):
        return self.filter(state__in=MET)


class Booking(models.Model):
    """Somebody's part in one session, from the invitation to what became of it.

    One row for a person and a session, ever: whoever cancels and books again has the
    same row, the same link and the same entry in their calendar. `sequence` rises with
    each change, so that calendars know which news is newer.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    session = models.ForeignKey(Session, models.PROTECT, related_name="bookings")
    participant = models.ForeignKey(
        Participant, models.PROTECT, related_name="bookings"
    )
    slot = models.ForeignKey(Slot, models.PROTECT, null=True, related_name="bookings")
    state = models.CharField(
        _("state"), max_length=14, choices=State, default=State.INVITED
    )
    booked_by = models.CharField(max_length=6, choices=Who, blank=True)
    canceled_by = models.CharField(max_length=6, choices=Who, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    # Where the person's own clock is; empty where it is the place's.
    time_zone = models.CharField(
        max_length=64, blank=True, validators=[validate_time_zone]
    )
    needs = ArrayField(models.CharField(max_length=20, choices=Need), default=list)
    interpreter = models.CharField(_("interpreter for"), max_length=35, blank=True)
    brings_somebody = models.BooleanField(_("somebody comes along"), default=False)
    # In their own words, which may say who they are.
    other_needs = SealedTextField(_("what else helps"), blank=True, default="")
    # For somebody who could not take part themselves.
    is_proxy = models.BooleanField(
        _("somebody spoke for the person"), default=False, db_default=False
    )
    conversation = models.OneToOneField(
        Conversation, models.SET_NULL, null=True, related_name="booking"
    )
    is_synthetic = models.BooleanField(default=False)
    invited_at = models.DateTimeField(null=True)
    booked_at = models.DateTimeField(null=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("booking")
        verbose_name_plural = _("bookings")
        ordering = ["session", "participant"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "participant"], name="booking_once_per_session"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["invited", "canceled"]) | Q(slot__isnull=False),
                name="booking_has_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="canceled", canceled_by__in=["person", "staff"])
                | (~Q(state="canceled") & Q(canceled_by="")),
                name="booking_canceled_says_by_whom",
            ),
        ]

    def __str__(self):
        return f"{self.participant.pseudonym} {self.get_state_display()}"

    @property
    def needs_in_words(self) -> list[str]:
        return [need.label for need in Need if need in self.needs]

    @property
    def is_booked(self) -> bool:
        return self.state == State.BOOKED
