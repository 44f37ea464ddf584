from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from feedback.surveys.models.document import DocumentField
from feedback.surveys.models.survey import Survey
from studies.agencies.tenancy import TenantQuerySet


class SurveyVersionQuerySet(TenantQuerySet):
    tenant_path = "survey__activity__agency"

    def update(self, **kwargs):
        raise TypeError("A published version never changes.")


class SurveyVersion(models.Model):
    """What people see: one immutable document, compiled when a survey is published.

    `document` holds every question, rule and text in every language offered:
    {"format": 2, "source_language", "languages", "later_languages", "anonymous",
     "texts": {language: {"title", "purpose", "legal", "thanks",
                          "<key>": label, "<key>:hint": hint, "<key>:<code>": choice,
                          "<key>:row:<code>": row, "<key>::message": message}},
     "questions": [{"key", "kind", "required", "locked", "show_when", "settings",
                    "choices": [{"code", "exclusive", "other", "apart", "driver"}],
                    "rows": [{"code"}]}],
     "pages": [["key", …], …],
     "sends_at_once": True, where answers are not shown again before sending}
    Older formats are read as this one, see DocumentField. The hash stands for the
    document alone; the database itself refuses to change or delete what was published.
    """

    survey = models.ForeignKey(Survey, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    document = DocumentField()
    content_hash = models.CharField(max_length=64)
    published_at = models.DateTimeField(_("published"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # Why the meaning of something changed since the version before.
    reason = models.TextField(_("reason"), blank=True)
    # {change id: class}: where the publisher judged changed words otherwise than we.
    graded = models.JSONField(default=dict, blank=True)

    objects = SurveyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published version")
        verbose_name_plural = _("published versions")
        ordering = ["survey", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "number"], name="version_number_once_per_survey"
            )
        ]

    def __str__(self):
        return _("version %(number)d") % {"number": self.number}

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("A published version never changes.")
        super().save(*args, **kwargs)
