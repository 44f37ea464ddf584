from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from feedback.surveys.models.keys import stable_code, stable_key
from feedback.surveys.models.section import Section
from feedback.surveys.models.survey import Survey
from studies.agencies.tenancy import ArchivableQuerySet


class QuestionQuerySet(ArchivableQuerySet):
    tenant_path = "survey__activity__agency"


class Question(models.Model):
    """One thing asked. Its key names it in answers and exports, and never changes."""

    survey = models.ForeignKey(Survey, models.CASCADE, related_name="questions")
    section = models.ForeignKey(
        Section,
        models.SET_NULL,
        verbose_name=_("section"),
        null=True,
        blank=True,
        related_name="questions",
    )
    key = models.CharField(
        _("name in exports"), max_length=40, validators=[stable_key], editable=False
    )
    kind = models.CharField(_("kind"), max_length=20)
    label = models.TextField(_("question"))
    hint = models.TextField(_("hint"), blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    # What is said instead of our own words where an answer can't be taken.
    message = models.TextField(_("when the answer does not fit"), blank=True)
    # What else its kind asks of a designer; the kind says which names and values.
    # "driver" names the federal driver of a locked statement, see drivers.py.
    settings = models.JSONField(_("settings"), default=dict, blank=True)
    # Rules as feedback/surveys/rules reads them. Null: always shown; `required` rules.
    show_when = models.JSONField(null=True, blank=True, editable=False)
    require_when = models.JSONField(
        _("must be answered when"), null=True, blank=True, editable=False
    )
    # Wording that must stay comparable across agencies: replaced, never edited.
    locked = models.BooleanField(default=False, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = QuestionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["survey", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["survey", "key"], name="question_key_once_per_survey"
            )
        ]

    def __str__(self):
        return self.label


class RowQuerySet(ArchivableQuerySet):
    tenant_path = "question__survey__activity__agency"


class Row(models.Model):
    """One line of a matrix: asked with the same choices as its neighbors."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="rows")
    code = models.CharField(max_length=40, validators=[stable_code], editable=False)
    label = models.CharField(_("row"), max_length=400)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = RowQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("row")
        verbose_name_plural = _("rows")
        ordering = ["question", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "code"], name="row_code_once_per_question"
            )
        ]

    def __str__(self):
        return self.label


class ChoiceQuerySet(ArchivableQuerySet):
    tenant_path = "question__survey__activity__agency"


class Choice(models.Model):
    """One answer to pick. Its code stays when its words change."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    code = models.CharField(max_length=40, validators=[stable_code], editable=False)
    label = models.CharField(_("choice"), max_length=400)
    exclusive = models.BooleanField(_("alone"), default=False)
    other = models.BooleanField(_("asks for words"), default=False)
    # "Does not apply" beside a scale: no point on it.
    apart = models.BooleanField(_("apart from the scale"), default=False)
    # The federal driver that this choice stands for, such as "effectiveness".
    driver = models.CharField(max_length=20, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ChoiceQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        ordering = ["question", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["question", "code"], name="choice_code_once_per_question"
            )
        ]

    def __str__(self):
        return self.label
