from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from studies.agencies.models import Agency
from studies.agencies.tenancy import ArchivableQuerySet
from studies.planning.models.study import Round, Study

# A code on paper works for a day at least; answers that nobody sent are not kept for
# longer than half a year.
FEWEST_UNSENT_DAYS, MOST_UNSENT_DAYS = 1, 180


def in_practice(study_state: str | None, is_practicing: bool) -> bool:
    """Whether no answer counts, because of the study or of the activity itself."""
    return study_state == Study.State.PRACTICE or is_practicing


class ActivityQuerySet(ArchivableQuerySet):
    def asked_of_everybody(self):
        """Anonymous surveys open now, which the team shows on its agency's list."""
        now = timezone.now()
        return self.current().filter(
            Q(opens_at=None) | Q(opens_at__lte=now),
            Q(closes_at=None) | Q(closes_at__gt=now),
            Q(round=None) | ~Q(round__study__state=Study.State.PRACTICE),
            round__study__paused_at=None,
            kind=Activity.Kind.SURVEY,
            state=Activity.State.PUBLISHED,
            anonymous=True,
            is_listed=True,
            is_practicing=False,
        )


class Activity(models.Model):
    """One way of talking to customers, of a round or standing alone.

    Invite links, mailings and conversations point here, so that the studies app
    never needs to know what a survey is. Publishing a survey stamps it.
    """

    # So many people try the questions in each language before others are asked (p).
    PILOTS_NEEDED = 2

    class Kind(models.TextChoices):
        SURVEY = "survey", _("survey")
        INTERVIEW = "interview", _("interview")
        TEST = "test", _("test of a draft")
        WORKSHOP = "workshop", _("workshop")

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        PUBLISHED = "published", _("published")
        PAUSED = "paused", _("paused")
        CLOSED = "closed", _("closed")

    class Unsent(models.TextChoices):
        """What becomes of answers that nobody sent, once the days to finish are over."""

        ERASE = "erase", _("Erase them")
        COUNT = "count", _("Count what was answered")

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="activities")
    round = models.ForeignKey(
        Round,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="activities",
        verbose_name=_("round"),
    )
    kind = models.CharField(_("kind"), max_length=10, choices=Kind)
    name = models.CharField(_("name"), max_length=160)
    slug = models.SlugField(_("address"), unique=True)
    anonymous = models.BooleanField(_("anonymous"), default=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State, default=State.DRAFT, editable=False
    )
    languages_ready = ArrayField(
        models.CharField(max_length=35), default=list, editable=False
    )
    # What anybody may read before taking part, for flyers and mails:
    # {language: {"title": …, "purpose": …}}, and about how long it takes.
    public_texts = models.JSONField(default=dict, editable=False)
    minutes = models.PositiveSmallIntegerField(null=True, editable=False)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    # So many days after they were begun, answers that nobody sent are erased, or
    # counted where people were told so (p).
    unsent_days = models.PositiveSmallIntegerField(
        _("days to finish"),
        default=30,
        db_default=30,
        validators=[
            MinValueValidator(FEWEST_UNSENT_DAYS),
            MaxValueValidator(MOST_UNSENT_DAYS),
        ],
    )
    unsent = models.CharField(
        _("answers that nobody sent"),
        max_length=5,
        choices=Unsent,
        default=Unsent.ERASE,
        db_default=Unsent.ERASE,
    )
    # Everybody may try it, and no answer counts; it never touches the dates.
    is_practicing = models.BooleanField(
        _("practice mode"), default=False, editable=False
    )
    # People check on the agency's list that what came to them is real.
    is_listed = models.BooleanField(_("on our public list of surveys"), default=True)
    # {language: people} who tried the questions for the team; none of them counts.
    pilots = models.JSONField(default=dict, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ActivityQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(opens_at=None)
                | Q(closes_at=None)
                | Q(closes_at__gt=F("opens_at")),
                name="activity_closes_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(unsent_days__range=(FEWEST_UNSENT_DAYS, MOST_UNSENT_DAYS)),
                name="activity_erases_unsent_answers_in_time",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def study(self):
        return self.round.study if self.round else None

    @property
    def in_practice(self) -> bool:
        return in_practice(self.study and self.study.state, self.is_practicing)

    def untried(self, languages: list[str]) -> list[str]:
        """The languages in which too few people have tried the questions."""
        needed = self.PILOTS_NEEDED
        return [code for code in languages if self.pilots.get(code, 0) < needed]

    def public_text(self, name: str, language: str) -> str:
        """A published text in one language, else in the first one it was written in."""
        for code in [language, *self.languages_ready]:
            if code in self.public_texts:
                return self.public_texts[code].get(name, "")
        return ""

    @property
    def has_opened(self) -> bool:
        """Whether its first hour has come, if it has one."""
        return self.opens_at is None or self.opens_at <= timezone.now()

    @property
    def has_closed(self) -> bool:
        return self.closes_at is not None and self.closes_at <= timezone.now()

    @property
    def is_open(self) -> bool:
        """Whether somebody new can begin now; not while all of its study is paused."""
        if self.state != self.State.PUBLISHED or (self.study and self.study.is_paused):
            return False
        return self.has_opened and not self.has_closed
