from django.db import models
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet


class RetentionRun(models.Model):
    """What one night erased of an agency, by kind and number, and what it kept.

    A night that was broken off has no end; the next one goes on where it stopped,
    because what has to go follows from the rows alone.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="retention_runs")
    started_at = models.DateTimeField(_("began"), auto_now_add=True)
    ended_at = models.DateTimeField(_("ended"), null=True)
    # {kind: how many}, see `counts`: erased, and kept because of a legal hold.
    went = models.JSONField(default=dict)
    held = models.JSONField(default=dict)
    # {kind: name of the error}; the log has the rest.
    errors = models.JSONField(default=dict)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("night of erasing")
        verbose_name_plural = _("nights of erasing")
        ordering = ["-started_at", "-pk"]

    def __str__(self):
        return f"{self.started_at:%Y-%m-%d}"
