import uuid
from datetime import date, timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet
from studies.people.models.person import Person

# Domain rules. Whoever does not confirm in two weeks is forgotten; each year we ask
# again, remind once, and wait as long after that; a contact is kept 24 months after
# its last sign of life.
CONFIRM_WITHIN = timedelta(days=14)
YEAR = timedelta(days=365)
REMIND_AFTER, LEAVES_AFTER = timedelta(days=14), timedelta(days=28)
SILENT_MONTHS = 24


class Channel(models.TextChoices):
    EMAIL = "email", _("by e-mail")
    PHONE = "phone", _("by phone")
    SMS = "sms", _("by text message")


# Ways that need a phone number.
BY_NUMBER = {Channel.PHONE, Channel.SMS}


def by_email() -> list[str]:
    return [Channel.EMAIL]


class PanelMemberQuerySet(TenantQuerySet):
    def pending(self):
        return self.filter(state=PanelMember.State.PENDING)

    def confirmed(self):
        return self.filter(state=PanelMember.State.CONFIRMED)

    def left(self):
        return self.filter(state=PanelMember.State.LEFT)

    def said_no(self):
        """Left, and no yes since, whoever typed their address again meanwhile."""
        asked_anew = Q(state=PanelMember.State.PENDING) & ~Q(no_on=None)
        return self.filter(Q(state=PanelMember.State.LEFT) | asked_anew)

    def never_confirmed(self, today: date):
        """Asked for, and nobody at the address said yes in time."""
        return self.pending().filter(asked_on__lt=today - CONFIRM_WITHIN)

    def without_letter(self):
        """Not yet written to for the yes that makes it count."""
        return self.pending().filter(letter_on=None)

    def due_yearly(self, today: date):
        """A year since they last said yes, and not yet asked whether it still holds."""
        agreed = self.confirmed().filter(letter_on=None, person__archived_at=None)
        resting = Q(paused_until__gt=today)  # nothing is sent in a break
        return agreed.filter(confirmed_on__lte=today - YEAR).exclude(resting)

    def without_yearly_answer(self, today: date):
        """Asked and reminded, and no answer since."""
        return self.confirmed().filter(letter_on__lte=today - LEAVES_AFTER)

    def silent(self, today: date):
        """No sign of life for so long that the contact has to go."""
        return self.exclude(state=PanelMember.State.PENDING).filter(
            sign_on__lt=months_from(today, -SILENT_MONTHS)
        )


class PanelMember(models.Model):
    """Somebody who asked to be asked again about other studies of an agency.

    It counts once they said yes by a link mailed to the address, because anybody can
    type an address. Only the person moves it, or time; no member of the agency can.
    """

    class State(models.TextChoices):
        PENDING = "pending", _("not confirmed yet")
        CONFIRMED = "confirmed", _("wants to be asked")
        LEFT = "left", _("left")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="panel")
    person = models.OneToOneField(Person, models.CASCADE, related_name="panel")
    number = models.PositiveIntegerField(editable=False)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PENDING
    )
    channels = ArrayField(
        models.CharField(max_length=10, choices=Channel), default=by_email
    )
    # Days only: a moment could be laid beside the moment of an answer.
    asked_on = models.DateField(_("asked"))
    confirmed_on = models.DateField(_("said yes"), null=True)
    # The day on which we wrote to ask whether they want it, until they answer.
    letter_on = models.DateField(null=True)
    left_on = models.DateField(_("left"), null=True)
    # The day of an earlier no, while they are asked anew.
    no_on = models.DateField(null=True)
    paused_until = models.DateField(_("takes a break until"), null=True)
    # The last day on which the person did something here.
    sign_on = models.DateField(_("last sign"))

    objects = PanelMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("person to ask again")
        verbose_name_plural = _("people to ask again")
        ordering = ["agency", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "number"], name="panel_number_once_per_agency"
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(confirmed_on=None),
                name="panel_confirmed_says_when",
            ),
            models.CheckConstraint(
                condition=Q(state="left", left_on__isnull=False)
                | (~Q(state="left") & Q(left_on=None)),
                name="panel_left_says_when",
            ),
            models.CheckConstraint(
                condition=Q(channels__len__gte=1), name="panel_member_has_a_channel"
            ),
        ]

    def __str__(self):
        return self.pseudonym

    @property
    def pseudonym(self) -> str:
        return f"A-{self.number:03d}"

    @property
    def channel_labels(self) -> list:
        return [Channel(code).label for code in self.channels]

    @property
    def must_answer(self) -> bool:
        """We asked whether it still holds, and they have not said."""
        return self.state == self.State.CONFIRMED and self.letter_on is not None

    def is_paused(self, today: date) -> bool:
        return self.paused_until is not None and self.paused_until > today


def next_panel_number(agency: Agency) -> int:
    """The next pseudonym's number; call it with the agency's row locked.

    The agency remembers the last one, so that nobody gets that of a person erased.
    """
    top = agency.panel.aggregate(top=Max(F("number")))["top"] or 0
    agency.panel_numbers = max(top, agency.panel_numbers) + 1
    Agency.objects.filter(pk=agency.pk).update(panel_numbers=agency.panel_numbers)
    return agency.panel_numbers


def months_from(day: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    index = day.year * 12 + day.month - 1 + months
    first = date(index // 12, index % 12 + 1, 1)
    following = date((index + 1) // 12, (index + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
