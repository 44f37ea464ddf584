from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from feedback.surveys.models.keys import stable_key
from feedback.surveys.models.question import Question
from feedback.surveys.models.section import Section
from feedback.surveys.models.survey import Survey
from studies.agencies.tenancy import ArchivableQuerySet


class RuleQuerySet(ArchivableQuerySet):
    tenant_path = "survey__activity__agency"


class Rule(models.Model):
    """What answers bring about in a survey, apart from showing one question.

    `tree` is a condition, or for a calculated value the value, as
    feedback/surveys/rules reads it.
    """

    class Effect(models.TextChoices):
        END = "end", _("end the survey")
        GO = "go", _("go to a section")
        CHECK = "check", _("ask to mend answers")
        VALUE = "value", _("calculate a value")

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="rules")
    # Names its text in versions; a calculated value is used by this name.
    key = models.CharField(max_length=40, validators=[stable_key], editable=False)
    effect = models.CharField(_("effect"), max_length=5, choices=Effect)
    tree = models.JSONField(_("condition"))
    # Behind which question it acts; none: behind the last that it asks about.
    question = models.ForeignKey(
        Question, models.CASCADE, null=True, blank=True, related_name="rules"
    )
    section = models.ForeignKey(
        Section, models.CASCADE, null=True, blank=True, related_name="rules"
    )
    # The thank-you of an end, or the message of a check.
    text = models.TextField(_("words that people read"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RuleQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("rule")
        verbose_name_plural = _("rules")
        ordering = ["survey", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "key"], name="rule_key_once_per_survey"
            ),
            models.CheckConstraint(
                condition=Q(effect="go", section__isnull=False)
                | (~Q(effect="go") & Q(section=None)),
                name="rule_names_a_section_to_go_to",
            ),
            models.CheckConstraint(
                condition=~Q(effect="check", text=""),
                name="check_across_questions_has_a_message",
            ),
        ]

    def __str__(self):
        return f"{self.get_effect_display()} ({self.key})"
