from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet


class Sender(models.Model):
    """Who an agency's mailings come from, and who reads the replies.

    A code that was mailed to the address and came back proves that somebody there
    knows of it. Another address has to be checked anew.
    """

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="sender")
    name = models.CharField(_("name that people see"), max_length=120, blank=True)
    address = models.EmailField(_("address that mailings come from"))
    reader = models.CharField(_("who reads the replies"), max_length=120)
    reply_to = models.EmailField(_("address for replies"))
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_sent_at = models.DateTimeField(null=True, editable=False)
    wrong_codes = models.PositiveSmallIntegerField(default=0, editable=False)
    checked_at = models.DateTimeField(null=True, editable=False)
    checked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("sender of mailings")
        verbose_name_plural = _("senders of mailings")
        constraints = [
            models.CheckConstraint(
                condition=Q(checked_at=None, checked_by=None)
                | Q(checked_at__isnull=False, checked_by__isnull=False),
                name="sender_checked_by_somebody",
            )
        ]

    def __str__(self):
        return str(self.agency)

    @property
    def domain(self) -> str:
        return self.address.rpartition("@")[2]
