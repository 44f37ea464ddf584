import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cxstudio.posting import MailState
from studies.agencies.tenancy import TenantQuerySet
from studies.partners.models.partner import Partner
from studies.people.vault import SealedTextField, keyed_hash


class AddressQuerySet(TenantQuerySet):
    tenant_path = "partner__agency"

    def current(self):
        return self.filter(stopped_at=None)

    def at(self, address: str):
        return self.filter(email_hash=keyed_hash(address))


class OfficeAddress(models.Model):
    """Where an office is told each month what customers said there; sealed.

    The row of whoever stopped these mails stays, so that nobody of the team can enter
    the same address again; they can start again by themselves.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    partner = models.ForeignKey(Partner, models.CASCADE, related_name="addresses")
    email = SealedTextField(_("e-mail"))
    email_hash = models.CharField(max_length=64, editable=False)
    how_we_got_it = models.CharField(_("how we got it"), max_length=240)
    language = models.CharField(_("language"), max_length=35, default="en")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    added_on = models.DateField(_("added"), auto_now_add=True)
    stopped_at = models.DateTimeField(null=True, editable=False)

    objects = AddressQuerySet.as_manager()

    class Meta:
        verbose_name = _("address of an office")
        verbose_name_plural = _("addresses of offices")
        constraints = [
            models.UniqueConstraint(
                fields=["partner"],
                condition=Q(stopped_at=None),
                name="office_is_written_to_at_one_address",
            ),
            models.UniqueConstraint(
                fields=["partner", "email_hash"], name="office_address_once"
            ),
            models.CheckConstraint(
                condition=~Q(how_we_got_it=""), name="office_address_says_how_we_got_it"
            ),
        ]

    def __str__(self):
        return str(self.pk)[:8]  # never the address: this text reaches logs

    def save(self, *args, **kwargs):
        self.email_hash = keyed_hash(self.email)
        super().save(*args, **kwargs)


class MonthQuerySet(TenantQuerySet):
    tenant_path = "partner__agency"

    def sent(self):
        """Those that left, or may have."""
        State = OfficeMonth.State
        return self.filter(state__in=[State.HANDED_OVER, State.UNSURE])


class OfficeMonth(models.Model):
    """What an office was told of one month: once, and never told otherwise again.

    `said` holds what stands in the mail, after the disclosure filter: no answer of
    anybody, and no number of a small group. It is made once, before the mail leaves.
    """

    State = MailState

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="months")
    month = models.DateField(_("month"))
    address = models.ForeignKey(
        OfficeAddress, models.SET_NULL, null=True, related_name="months"
    )
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.QUEUED
    )
    claimed_at = models.DateTimeField(null=True)
    said = models.JSONField(null=True)

    objects = MonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("month of an office")
        verbose_name_plural = _("months of offices")
        ordering = ["-month", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "month"], name="office_is_told_once_a_month"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="office_month_is_a_first_day"
            ),
            models.CheckConstraint(
                condition=Q(said__isnull=False)
                | Q(state__in=["queued", "in_hand", "dropped"]),
                name="sent_office_month_keeps_what_was_said",
            ),
        ]

    def __str__(self):
        return f"{self.partner_id} {self.month:%Y-%m}"
