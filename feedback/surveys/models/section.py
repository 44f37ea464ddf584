from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from feedback.surveys.models.keys import stable_key
from feedback.surveys.models.survey import Survey
from studies.agencies.tenancy import ArchivableQuerySet


class SectionQuerySet(ArchivableQuerySet):
    tenant_path = "survey__activity__agency"


class Section(models.Model):
    """Questions that belong together, under a title of their own.

    Put away, its title goes and its questions stand under the section before it.
    """

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="sections")
    key = models.CharField(max_length=40, validators=[stable_key], editable=False)
    title = models.CharField(_("section title"), max_length=160)
    text = models.TextField(_("section text"), blank=True)
    # A rule for all its questions, as feedback/surveys/rules reads it; null: always.
    show_when = models.JSONField(
        _("section shows when"), null=True, blank=True, editable=False
    )
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = SectionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["survey", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "key"], name="section_key_once_per_survey"
            ),
            models.CheckConstraint(
                condition=~models.Q(title=""), name="section_has_a_title"
            ),
        ]

    def __str__(self):
        return self.title
