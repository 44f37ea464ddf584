from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from studies.agencies.tenancy import ArchivableQuerySet
from studies.partners.models.partner import Partner
from studies.planning.models import Activity, Segment

# So many minutes a place waits for whoever left without sending (p).
SHORTEST_LEASE, USUAL_LEASE, LONGEST_LEASE = 5, 30, 240
MOST_PLACES = 10_000


class QuotaQuerySet(ArchivableQuerySet):
    tenant_path = "activity__agency"

    def with_counts(self):
        """Add `counted`, and `reserved`: people who are on the way right now."""
        taken = Q(places__is_taken=True)
        on_the_way = Q(places__until__gt=Now())
        return self.annotate(
            counted=Count("places", filter=taken),
            reserved=Count("places", filter=on_the_way),
        )


class Quota(models.Model):
    """How many people of one group are to answer a survey: so many places, no more.

    The group is whoever chooses one of `codes` at a question. What it asks never
    changes, because places were given by it; its number of places may.
    """

    class WhenFull(models.TextChoices):
        GO_ON = "go_on", _("They can go on; their answers are kept apart")
        STOP = "stop", _("Thank them, and stop")

    activity = models.ForeignKey(Activity, models.PROTECT, related_name="quotas")
    segment = models.ForeignKey(
        Segment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="quotas",
        verbose_name=_("group of the plan"),
    )
    # How answers and exports name it: 1, 2, 3 in each survey, never used again.
    number = models.PositiveSmallIntegerField(editable=False)
    question_key = models.CharField(max_length=64)
    codes = ArrayField(models.CharField(max_length=64))
    # {language: the words of the choices}, as they were published when it was made.
    labels = models.JSONField(default=dict)
    target = models.PositiveIntegerField(
        _("places"),
        validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)],
    )
    when_full = models.CharField(
        _("when it is full"), max_length=5, choices=WhenFull, default=WhenFull.GO_ON
    )
    lease_minutes = models.PositiveSmallIntegerField(
        _("minutes that a place waits"),
        default=USUAL_LEASE,
        validators=[
            MinValueValidator(SHORTEST_LEASE),
            MaxValueValidator(LONGEST_LEASE),
        ],
    )
    created_at = models.DateTimeField(auto_now_add=True)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = QuotaQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        verbose_name = _("quota")
        verbose_name_plural = _("quotas")
        ordering = ["activity", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "number"], name="quota_number_once_per_activity"
            ),
            models.CheckConstraint(
                condition=Q(target__range=(1, MOST_PLACES)), name="quota_has_places"
            ),
            models.CheckConstraint(
                condition=Q(lease_minutes__range=(SHORTEST_LEASE, LONGEST_LEASE)),
                name="quota_waits_for_a_while",
            ),
        ]

    def __str__(self):
        return self.segment.name if self.segment else self.in_words("")

    def in_words(self, language: str) -> str:
        """What people of the group say of themselves, in their language if we have it."""
        return self.labels.get(language) or next(iter(self.labels.values()), "")


class QuotaPlace(models.Model):
    """One of the places of a quota: free, reserved for a while, or taken.

    As each place is a row, two people can never have the same one. While it is
    reserved it knows the random id of the attempt and nothing else; once it is taken
    it knows nobody, so that it joins no answer to anything.
    """

    quota = models.ForeignKey(Quota, models.CASCADE, related_name="places")
    # Whose people alone may have it; open to everybody where there is none.
    partner = models.ForeignKey(
        Partner, models.PROTECT, null=True, related_name="quota_places"
    )
    holder = models.UUIDField(null=True)
    until = models.DateTimeField(null=True)
    is_taken = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("place of a quota")
        verbose_name_plural = _("places of a quota")
        constraints = [
            models.UniqueConstraint(
                fields=["quota", "holder"], name="one_place_for_each_attempt"
            ),
            models.CheckConstraint(
                condition=Q(holder=None, until=None)
                | Q(holder__isnull=False, until__isnull=False, is_taken=False),
                name="taken_place_knows_nobody",
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder"],
                condition=Q(holder__isnull=False),
                name="place_held_by_an_attempt",
            ),
        ]

    def __str__(self):
        return f"{self.quota_id}: {self.pk}"


class QuotaWord(models.Model):
    """What a partner reads of one quota on one day; it stays so until the next day.

    A word that changed with each answer would tell a partner when somebody answered.
    """

    class Word(models.TextChoices):
        KEEP_GOING = "keep_going", _("keep going")
        NEARLY = "nearly", _("nearly enough")
        FULL = "full", _("enough for now")

    quota = models.ForeignKey(Quota, models.CASCADE, related_name="words")
    # Nobody: what everybody reads who has no room of their own.
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, related_name="+")
    day = models.DateField(default=timezone.localdate)
    word = models.CharField(max_length=10, choices=Word)

    class Meta:
        verbose_name = _("word on a quota")
        verbose_name_plural = _("words on quotas")
        constraints = [
            models.UniqueConstraint(
                fields=["quota", "partner", "day"],
                name="one_word_a_day_on_each_quota",
                nulls_distinct=False,
            )
        ]

    def __str__(self):
        return f"{self.quota_id} {self.day}: {self.word}"
