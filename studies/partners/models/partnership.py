from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studies.agencies.tenancy import TenantQuerySet
from studies.partners.models.partner import Partner
from studies.planning.models import Study


class PartnershipQuerySet(TenantQuerySet):
    tenant_path = "study__agency"


class Partnership(models.Model):
    """A partner helps with one study, from a day on."""

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="partnerships")
    study = models.ForeignKey(Study, models.CASCADE, related_name="partnerships")
    since = models.DateField(_("since"), default=timezone.localdate)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "study"], name="partnership_once_per_study"
            )
        ]

    def __str__(self):
        return f"{self.partner}, {self.study}"
