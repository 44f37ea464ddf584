from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from studies.planning.models.study import Round, Study, StudyPartQuerySet


class ConceptVersion(models.Model):
    """One draft of what is being designed: a letter, a sketch, a page of text."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="drafts")
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="drafts",
        verbose_name=_("shown in round"),
    )
    number = models.PositiveSmallIntegerField(_("draft"))
    title = models.CharField(_("title"), max_length=160)
    body = models.TextField(_("text of the draft"))
    created_at = models.DateTimeField(auto_now_add=True)

    objects = StudyPartQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["study", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "number"], name="draft_number_once_per_study"
            )
        ]

    def __str__(self):
        return _("Draft %(number)d") % {"number": self.number}
