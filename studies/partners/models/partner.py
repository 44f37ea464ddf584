from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from studies.agencies.models import Agency
from studies.agencies.tenancy import ArchivableQuerySet


class Partner(models.Model):
    """An organization that people trust, and that recruits with us."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="partners")
    name = models.CharField(_("name"), max_length=160)
    serves = models.CharField(_("whom they serve"), max_length=240, blank=True)
    contact_name = models.CharField(_("our contact there"), max_length=120, blank=True)
    languages = ArrayField(
        models.CharField(max_length=35),
        default=list,
        blank=True,
        verbose_name=_("languages"),
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ArchivableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("partner")
        verbose_name_plural = _("partners")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], name="partner_name_once_per_agency"
            )
        ]

    def __str__(self):
        return self.name
