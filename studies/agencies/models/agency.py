from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from studies.agencies.models import policies
from studies.agencies.models.logos import check_logo, logo_path
from studies.agencies.permissions import GRANTS, Permission, Role
from studies.agencies.tenancy import ArchivableQuerySet, TenantQuerySet


def validate_time_zone(name: str) -> None:
    if name not in available_timezones():
        raise ValidationError(
            _("There is no time zone of this name. Write one such as America/Chicago.")
        )


class Agency(models.Model):
    """The tenant: whoever runs services and asks. The tree is for reporting only."""

    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("short name in addresses"), unique=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("part of"),
    )
    logo = models.FileField(
        _("logo"),
        upload_to=logo_path,
        blank=True,
        validators=[check_logo],
        help_text=_("A PNG or JPEG picture of at most 200 KB."),
    )
    website = models.URLField(
        _("web address"),
        blank=True,
        help_text=_("Where people find you by themselves, to check that we are real."),
    )
    contact_phone = models.CharField(_("help by phone"), max_length=40, blank=True)
    contact_hours = models.CharField(_("phone hours"), max_length=120, blank=True)
    interpreters = ArrayField(
        models.CharField(max_length=35),
        verbose_name=_("languages spoken on the phone"),
        default=list,
        db_default=[],
        blank=True,
        help_text=_(
            "By your team or an interpreter. People who read a survey in one of them "
            "are told so, in it, where they see your number."
        ),
    )
    contact_email = models.EmailField(_("help by e-mail"), blank=True)
    case_help = models.TextField(
        _("help with one’s own case"),
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "A survey can’t help somebody whose benefits have stopped. Say here who "
            "can, and how to reach them. The first page of each survey shows it."
        ),
    )
    case_help_url = models.URLField(
        _("web address for help with one’s own case"),
        blank=True,
        default="",
        db_default="",
    )
    urgent_help = models.TextField(
        _("numbers for people who need help now"),
        blank=True,
        default="",
        db_default="",
        help_text=_(
            "Whoever writes that they may be in danger sees this at once. Leave it "
            "empty for 988, 911, and 211."
        ),
    )
    # Empty, as it was for those opened before it was asked: that of the installation.
    time_zone = models.CharField(
        _("time zone"),
        max_length=64,
        blank=True,
        validators=[validate_time_zone],
        help_text=_(
            "Such as America/New_York. It also holds for people whose own time zone "
            "nobody knows."
        ),
    )
    mail_from = policies.MAIL_FROM.field(
        _("messages go out from (hour)"),
        _(
            "An hour from 8 to 12, such as 9 for 9:00. It is the clock of each person "
            "where we know it, else yours."
        ),
    )
    mail_until = policies.MAIL_UNTIL.field(
        _("messages go out until (hour)"),
        _(
            "An hour from 16 to 20, such as 20 for 20:00. The last message leaves "
            "before it; what is due later waits for the next day."
        ),
    )
    cap_days = policies.CAP_DAYS.field(
        _("days between invitations to new studies"),
        _("At least 30. It holds for each person, whatever mailing they are in."),
    )
    cap_in_a_year = policies.CAP_IN_A_YEAR.field(
        _("new studies in 12 months"), _("How many one person is asked to: 1 to 3.")
    )
    most_reminders = policies.MOST_REMINDERS.field(
        _("reminders for one survey"), _("How many one person gets: 0 to 2.")
    )
    reminder_days = policies.REMINDER_DAYS.field(
        _("days before a reminder"), _("At least 3, after each message about it.")
    )
    # US federal agencies keep records of what they paid for six years (General
    # Records Schedule 1.1); others have a schedule of their own.
    payment_years = models.PositiveSmallIntegerField(
        _("years to keep records of payments"),
        default=6,
        db_default=6,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
        help_text=_(
            "Counted from the payment, as your records schedule says. They stay under "
            "a number such as P-001, also where the person took everything else back."
        ),
    )
    privacy_notice = models.TextField(_("privacy notice"), blank=True)
    accessibility_statement = models.TextField(_("accessibility statement"), blank=True)
    # The last number that somebody to ask again was given.
    panel_numbers = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    is_demo = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    history = HistoricalRecords(excluded_fields=["is_demo", "panel_numbers"])

    class Meta:
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=policies.within_bounds(),
                name="agency_writes_no_more_than_it_may",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        """Where the agency's clocks are: its days and hours are meant there."""
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)

    @property
    def zone_place(self) -> str:
        """The place that the zone is named after, such as "New York"."""
        return self.zone.key.rpartition("/")[2].replace("_", " ")

    @property
    def logo_url(self) -> str:
        return reverse("agency-logo", args=[self.slug]) if self.logo else ""

    @property
    def surveys_url(self) -> str:
        return reverse("agency-surveys", args=[self.slug])

    @property
    def privacy_url(self) -> str:
        return reverse("agency-privacy", args=[self.slug])

    @property
    def accessibility_url(self) -> str:
        return reverse("agency-accessibility", args=[self.slug])


class MemberQuerySet(TenantQuerySet):
    def active(self):
        return self.filter(ended_at=None, user__is_active=True)


class Member(models.Model):
    """One person's role in one agency. Ending it keeps the row, for history."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="memberships"
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    joined_at = models.DateTimeField(_("joined"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True, editable=False)

    objects = MemberQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "user"], name="member_once_per_agency"
            )
        ]

    def __str__(self):
        return str(self.user)

    def may(self, permission: Permission) -> bool:
        return self.ended_at is None and permission in GRANTS[Role(self.role)]


class Service(models.Model):
    """Something the agency does for people, and that studies try to make better."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="services")
    name = models.CharField(_("name"), max_length=160)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ArchivableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"],
                name="service_name_once_per_agency",
                violation_error_message=_(
                    "There is already a service with this name. It may be archived."
                ),
            )
        ]

    def __str__(self):
        return self.name
