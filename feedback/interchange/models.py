from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.surveys.models import Survey
from studies.agencies.tenancy import TenantQuerySet


class IncomingFileQuerySet(TenantQuerySet):
    tenant_path = "survey__activity__agency"

    def waiting(self):
        return self.filter(taken_at=None)


class IncomingFile(models.Model):
    """A translator's file as it was read: looked at first, and taken in at most once.

    `units` are its texts: [{"key", "source", "target", "mark", "row"}].
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="incoming_files")
    language = models.CharField(_("language"), max_length=35)
    name = models.CharField(_("file"), max_length=200)
    units = models.JSONField()
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent"), auto_now_add=True)
    taken_at = models.DateTimeField(_("taken in"), null=True, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    texts_saved = models.PositiveIntegerField(default=0)

    objects = IncomingFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("translator's file")
        verbose_name_plural = _("translators' files")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(taken_at__isnull=False) | models.Q(texts_saved=0),
                name="incoming_file_saves_when_taken_in",
            )
        ]

    def __str__(self):
        return self.name
