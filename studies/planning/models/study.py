from datetime import date

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from studies.agencies.models import Agency, Member, Service
from studies.agencies.tenancy import ArchivableQuerySet, TenantQuerySet
from studies.planning.calendar import recruit_by

ADULT = 18


class Study(models.Model):
    """One thing being designed with customers, by default in three rounds."""

    class State(models.TextChoices):
        PRACTICE = "practice", _("practice")
        RUNNING = "running", _("running")
        LAUNCHED = "launched", _("launched")
        CLOSED = "closed", _("closed")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="studies")
    service = models.ForeignKey(
        Service, models.PROTECT, related_name="studies", verbose_name=_("service")
    )
    title = models.CharField(_("what you are changing"), max_length=160)
    slug = models.SlugField(_("address of the public page"), unique=True)
    launch_on = models.DateField(_("launch date"))
    about = models.TextField(_("what you tell people about it"), blank=True)
    population = models.TextField(_("whom the service is for"), blank=True)
    goal_1 = models.CharField(_("goal 1"), max_length=200, blank=True)
    goal_2 = models.CharField(_("goal 2"), max_length=200, blank=True)
    goal_3 = models.CharField(_("goal 3"), max_length=200, blank=True)
    # Domain default: raw answers are kept until the study closes, and 12 months.
    retention_months = models.PositiveSmallIntegerField(
        _("months to keep answers after the study closes"),
        default=12,
        validators=[MinValueValidator(1), MaxValueValidator(36)],
    )
    compensation = models.CharField(_("payment"), max_length=200, blank=True)
    leader_name = models.CharField(_("leader"), max_length=120, blank=True)
    # Looks at answers in which somebody may need help.
    safety_owner = models.ForeignKey(
        Member,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("who looks at answers where someone may need help"),
        help_text=_(
            "Words of danger in an answer raise a flag for this person. The survey "
            "never says that somebody reads in time."
        ),
    )
    source_language = models.CharField(max_length=35, default="en")
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=State,
        default=State.PRACTICE,
        editable=False,
    )
    started_at = models.DateTimeField(null=True, editable=False)
    # From this day on the time runs after which what people said is erased.
    closed_on = models.DateField(_("closed"), null=True, editable=False)
    # While it stands still: since when, by whom, and why, which everybody may read.
    paused_at = models.DateTimeField(_("paused since"), null=True, editable=False)
    paused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("paused by"),
    )
    pause_reason = models.CharField(
        _("why it is paused"),
        max_length=240,
        blank=True,
        default="",
        db_default="",
        editable=False,
    )
    # From this day on what people said in it, word for word, is gone or going.
    words_erased_on = models.DateField(null=True, editable=False)
    # 18 or over, unless the study says why younger people must be heard.
    youngest = models.PositiveSmallIntegerField(
        _("age from which people may take part"),
        default=ADULT,
        db_default=ADULT,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
    )
    why_minors = models.CharField(
        _("why people under 18 must be heard"),
        max_length=240,
        blank=True,
        default="",
        db_default="",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ArchivableQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("study")
        verbose_name_plural = _("studies")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(state="closed"),
                name="study_closed_on_a_day_is_closed",
            ),
            models.CheckConstraint(
                condition=Q(youngest__gte=ADULT) | ~Q(why_minors=""),
                name="study_with_minors_says_why",
            ),
            models.CheckConstraint(
                condition=Q(paused_at=None, pause_reason="")
                | (Q(paused_at__isnull=False) & ~Q(pause_reason="")),
                name="study_paused_says_why",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def goals(self) -> list[str]:
        return [goal for goal in (self.goal_1, self.goal_2, self.goal_3) if goal]

    @property
    def hears_minors(self) -> bool:
        return self.youngest < ADULT

    @property
    def counts(self) -> bool:
        """Practice studies send nothing for real, and nothing in them counts."""
        return self.state != self.State.PRACTICE

    @property
    def is_paused(self) -> bool:
        """Nobody is invited and nobody can begin, until the team goes on."""
        return self.paused_at is not None


class RoundQuerySet(TenantQuerySet):
    tenant_path = "study__agency"


class Round(models.Model):
    """One pass of talking to customers: understand, shape or check."""

    class Purpose(models.TextChoices):
        UNDERSTAND = "understand", _("Understand")
        SHAPE = "shape", _("Shape")
        CHECK = "check", _("Check")

    class State(models.TextChoices):
        PLANNED = "planned", _("planned")
        IN_FIELD = "in_field", _("in field")
        LEARNING = "learning", _("learning")
        DECIDED = "decided", _("decided")
        TOLD = "told", _("told")
        CLOSED = "closed", _("closed")

    study = models.ForeignKey(Study, models.CASCADE, related_name="rounds")
    number = models.PositiveSmallIntegerField(_("number"))
    purpose = models.CharField(_("purpose"), max_length=12, choices=Purpose)
    starts_on = models.DateField(_("starts"))
    ends_on = models.DateField(_("ends"))
    tell_by = models.DateField(_("tell people by"))
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    not_heard = models.TextField(_("who we did not hear from"), blank=True)

    objects = RoundQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        ordering = ["study", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "number"], name="round_number_once_per_study"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("ends_on")) & Q(ends_on__lte=F("tell_by")),
                name="round_dates_in_order",
            ),
        ]

    def __str__(self):
        return _("Round %(number)d, %(purpose)s") % {
            "number": self.number,
            "purpose": self.get_purpose_display(),
        }

    @property
    def recruit_by(self) -> date:
        return recruit_by(self.starts_on)


class StudyPartQuerySet(TenantQuerySet):
    tenant_path = "study__agency"


class Segment(models.Model):
    """A named part of the people a study is for; a priority group must be heard."""

    study = models.ForeignKey(Study, models.CASCADE, related_name="segments")
    name = models.CharField(_("group"), max_length=160)
    needed = models.PositiveSmallIntegerField(_("people to hear"), default=5)
    must_hear = models.BooleanField(_("people we must hear"), default=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects = StudyPartQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering = ["study", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["study", "name"], name="segment_name_once_per_study"
            )
        ]

    def __str__(self):
        return self.name


class ResearchQuestion(models.Model):
    """Something the team wants to learn in one round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=240)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        verbose_name = _("research question")
        verbose_name_plural = _("research questions")
        ordering = ["round", "position", "pk"]

    def __str__(self):
        return self.text
