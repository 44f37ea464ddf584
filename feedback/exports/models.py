from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.surveys.models import Survey
from studies.agencies.tenancy import TenantQuerySet


class ExportLogQuerySet(TenantQuerySet):
    tenant_path = "survey__activity__agency"

    def update(self, **kwargs):
        raise TypeError("The log of downloads is only ever added to.")

    def delete(self):
        raise TypeError("The log of downloads is only ever added to.")


class ExportLog(models.Model):
    """Who took which answers out of the product, and when. Lines are only added."""

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="export_logs")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    file_name = models.CharField(_("file"), max_length=120)
    with_practice = models.BooleanField(_("with practice responses"), default=False)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ExportLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("download")
        verbose_name_plural = _("downloads")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.file_name
