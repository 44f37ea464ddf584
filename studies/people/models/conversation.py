from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from studies.agencies.models import Agency
from studies.agencies.tenancy import ArchivableQuerySet
from studies.people.models.participant import Participant
from studies.planning.models import Activity, Round, Segment


class Method(models.TextChoices):
    SURVEY = "survey", _("survey")
    INTERVIEW = "interview", _("interview")
    TEST = "test", _("test of a draft")
    WORKSHOP = "workshop", _("workshop")
    CALL = "call", _("phone call")
    COUNTER = "counter", _("talk at the counter")


class Level(models.IntegerChoices):
    """How deep a conversation went; a survey alone never qualifies a round."""

    HEARD_FROM = 1, _("heard from")
    TALKED_TO = 2, _("talked to")
    CO_DESIGNED = 3, _("designed together")
    DECIDED_WITH = 4, _("decided with")


class ConversationQuerySet(ArchivableQuerySet):
    def deep(self):
        """Level 2 or above: those that can make a round qualify."""
        return self.filter(level__gte=Level.TALKED_TO)

    def people(self) -> int:
        return self.aggregate(total=models.Sum("people"))["total"] or 0


class Conversation(models.Model):
    """That we talked with somebody, when, how, and what we heard.

    Survey answers are recorded in one row per activity, day and language with a
    count, so that no row stands for one anonymous answer.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="conversations")
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="conversations", verbose_name=_("round")
    )
    activity = models.ForeignKey(
        Activity, models.PROTECT, null=True, blank=True, related_name="conversations"
    )
    participant = models.ForeignKey(
        Participant,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="conversations",
        verbose_name=_("participant"),
    )
    held_on = models.DateField(_("date"))
    method = models.CharField(_("how"), max_length=12, choices=Method)
    level = models.PositiveSmallIntegerField(_("how deep"), choices=Level)
    people = models.PositiveIntegerField(_("number of people"), default=1)
    language = models.CharField(_("language"), max_length=35, default="en")
    segments = models.ManyToManyField(
        Segment, blank=True, related_name="conversations", verbose_name=_("groups")
    )
    heard = models.TextField(_("what we heard"), blank=True)
    is_proxy = models.BooleanField(_("somebody spoke for the person"), default=False)
    is_synthetic = models.BooleanField(_("synthetic"), default=False, editable=False)
    logged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("logged by"),
    )
    logged_at = models.DateTimeField(_("logged"), auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ConversationQuerySet.as_manager()
    # Not what was heard: a name that slipped in and was taken out is gone for good.
    history = HistoricalRecords(excluded_fields=["heard"])

    class Meta:
        verbose_name = _("conversation")
        verbose_name_plural = _("conversations")
        ordering = ["-held_on", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "held_on", "language", "is_synthetic"],
                condition=Q(method="survey"),
                name="survey_conversation_once_per_day_and_language",
            ),
            models.CheckConstraint(
                condition=~Q(method="survey") | Q(level=Level.HEARD_FROM),
                name="survey_is_heard_from",
            ),
        ]

    def __str__(self):
        return f"{self.held_on} {self.get_method_display()}"

    @property
    def counts_itself(self) -> bool:
        """It comes from survey answers, so nobody changes it by hand."""
        return self.method == Method.SURVEY
