from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Count, F, Min, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from studies.agencies.models import Member
from studies.agencies.models.agency import validate_time_zone
from studies.agencies.tenancy import ArchivableQuerySet, TenantQuerySet
from studies.people.models import Method
from studies.planning.models import ConceptVersion, Round

FEWEST_MINUTES, MOST_MINUTES, MOST_SEATS = 5, 480, 500


class SessionQuerySet(ArchivableQuerySet):
    tenant_path = "round__study__agency"

    def with_seats(self, now: datetime):
        """Add `next_at`, and `seats` and `taken` of all times that are still to come."""
        ahead = Q(slots__starts_at__gt=now) & ~Q(slots__state=Slot.State.CANCELED)
        return self.annotate(
            next_at=Min("slots__starts_at", filter=ahead),
            seats=Coalesce(Sum("slots__capacity", filter=ahead), 0),
            taken=Coalesce(Sum("slots__taken", filter=ahead), 0),
            times=Count("slots", filter=ahead),
        )


class Session(models.Model):
    """One kind of visit that people of a round can book: what, where, with whom."""

    class Kind(models.TextChoices):
        INTERVIEW = "interview", _("interview")
        TEST = "test", _("test of a draft")
        WORKSHOP = "workshop", _("workshop")

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="sessions", verbose_name=_("round")
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    title = models.CharField(_("title"), max_length=160)
    about = models.TextField(_("what it is about"), blank=True)
    draft = models.ForeignKey(
        ConceptVersion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("draft that you show"),
    )
    moderator = models.ForeignKey(
        Member,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="sessions",
        verbose_name=_("who leads it"),
    )
    place = models.CharField(_("place"), max_length=240, blank=True)
    # Told to nobody but those who booked.
    call_link = models.URLField(_("link to the call"), max_length=500, blank=True)
    time_zone = models.CharField(
        _("time zone of the place"), max_length=64, validators=[validate_time_zone]
    )
    languages = ArrayField(models.CharField(max_length=35), default=list)
    has_interpreter = models.BooleanField(_("an interpreter can come"), default=False)
    for_whom = models.CharField(_("who it is for"), max_length=240, blank=True)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=45)
    payment = models.CharField(_("payment"), max_length=240, blank=True)
    # The amount of that sentence, for the list of what is due.
    cents = models.PositiveIntegerField(_("amount in cents"), null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SessionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("session")
        verbose_name_plural = _("sessions")
        ordering = ["round", "created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(place="", call_link=""), name="session_says_where"
            ),
            models.CheckConstraint(
                condition=Q(minutes__range=(FEWEST_MINUTES, MOST_MINUTES)),
                name="session_lasts_minutes_to_hours",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def method(self) -> Method:
        return Method(self.kind)


class SlotQuerySet(TenantQuerySet):
    tenant_path = "session__round__study__agency"

    def standing(self):
        return self.exclude(state=Slot.State.CANCELED)

    def bookable(self, now: datetime):
        """With a free seat, and not begun."""
        return self.filter(
            state=Slot.State.OPEN, starts_at__gt=now, taken__lt=F("capacity")
        )


class Slot(models.Model):
    """One time of a session, with its seats.

    `taken` counts the seats that stand behind live bookings. The database refuses more
    than there are, whoever asks and however many at once.
    """

    class State(models.TextChoices):
        OPEN = "open", _("open")
        CLOSED = "closed", _("closed")
        CANCELED = "canceled", _("canceled")

    session = models.ForeignKey(Session, models.PROTECT, related_name="slots")
    starts_at = models.DateTimeField(_("starts"))
    minutes = models.PositiveSmallIntegerField(_("minutes"))
    capacity = models.PositiveSmallIntegerField(_("seats"), default=1)
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    # As it was when the time was set: a session that moves house keeps old times right.
    time_zone = models.CharField(max_length=64, validators=[validate_time_zone])
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.OPEN, editable=False
    )

    objects = SlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("time of a session")
        verbose_name_plural = _("times of sessions")
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="slot_never_overbooked"
            ),
            models.CheckConstraint(
                condition=Q(capacity__range=(1, MOST_SEATS)), name="slot_has_a_seat"
            ),
            models.UniqueConstraint(
                fields=["session", "starts_at"],
                condition=~Q(state="canceled"),
                name="slot_once_per_session_and_time",
            ),
        ]

    def __str__(self):
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone)

    @property
    def free(self) -> int:
        return max(self.capacity - self.taken, 0)
