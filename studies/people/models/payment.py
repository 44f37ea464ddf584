import uuid
from datetime import date

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from studies.agencies.models import Agency
from studies.people.models.panel import months_from
from studies.people.models.participant import Participant, StudyPartQuerySet
from studies.planning.models import Round, Study

CENTS = 100


class PaymentQuerySet(StudyPartQuerySet):
    def due(self):
        return self.filter(state=Payment.State.DUE)

    def past_keeping(self, agency: Agency, today: date):
        """So old that the agency's records schedule lets them go.

        Counted from the last day on which something happened to them.
        """
        last = Coalesce("settled_on", "due_on", "offered_on")
        until = months_from(today, -12 * agency.payment_years)
        return self.within(agency).annotate(last=last).filter(last__lt=until)


class Payment(models.Model):
    """Money or a card that one person is to have for one occasion, under a pseudonym.

    It says nothing of what the person said or agreed to, and outlives both: it stays
    for as long as the agency keeps records of what it paid. Whoever stops early is
    paid the same, so nothing here knows whether anybody finished.
    """

    class State(models.TextChoices):
        OFFERED = "offered", _("offered")
        DUE = "due", pgettext_lazy("a payment", "due")
        PAID = "paid", _("paid")
        REFUSED = "refused", _("not wanted")

    class How(models.TextChoices):
        GIFT_CARD = "gift_card", _("gift card")
        CASH = "cash", _("cash")
        CHECK = "check", _("check")
        OTHER = "other", _("another way")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    study = models.ForeignKey(Study, models.PROTECT, related_name="payments")
    participant = models.ForeignKey(
        Participant,
        models.PROTECT,
        related_name="payments",
        verbose_name=_("participant"),
    )
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="payments",
        verbose_name=_("round"),
    )
    # What makes it the same payment when it is offered a second time.
    occasion = models.CharField(max_length=160, editable=False)
    what_for = models.CharField(_("what for"), max_length=120)
    cents = models.PositiveIntegerField(_("amount in cents"))
    currency = models.CharField(
        _("currency"),
        max_length=3,
        default="USD",
        validators=[RegexValidator(r"^[A-Z]{3}\Z")],
    )
    state = models.CharField(
        _("state"), max_length=8, choices=State, default=State.OFFERED
    )
    offered_on = models.DateField(_("offered"))
    due_on = models.DateField(_("due since"), null=True)
    # The day on which it was paid, or refused.
    settled_on = models.DateField(_("settled"), null=True)
    how = models.CharField(_("how"), max_length=10, choices=How, blank=True)
    # Nobody, where a visit that took place made it due.
    marked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("marked by"),
    )

    objects = PaymentQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["occasion", "marked_by"])

    class Meta:
        verbose_name = _("payment")
        verbose_name_plural = _("payments")
        ordering = ["study", "offered_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "occasion"], name="payment_once_per_occasion"
            ),
            models.CheckConstraint(
                condition=Q(cents__gt=0), name="payment_is_more_than_nothing"
            ),
            models.CheckConstraint(
                condition=Q(currency__regex=r"^[A-Z]{3}$"),
                name="payment_names_a_currency",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["paid", "refused"], settled_on__isnull=False)
                | Q(state__in=["offered", "due"], settled_on=None),
                name="payment_settled_says_when",
            ),
            models.CheckConstraint(
                condition=(Q(state="paid") & ~Q(how=""))
                | (~Q(state="paid") & Q(how="")),
                name="payment_paid_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(state="due") | ~Q(due_on=None),
                name="payment_due_says_since_when",
            ),
        ]

    def __str__(self):
        return f"{self.participant.pseudonym} {self.amount}"

    @property
    def amount(self) -> str:
        """Such as "25.00 USD", the same in every language."""
        return f"{self.cents // CENTS}.{self.cents % CENTS:02d} {self.currency}"

    @property
    def is_open(self) -> bool:
        return self.state in (self.State.OFFERED, self.State.DUE)
