from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from cxstudio.stale import marker_of
from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet
from studies.planning.models import Study
from studies.wording.spelled_codes import in_groups


def fingerprint(content_hash: str) -> str:
    """The beginning of a hash, for people to compare: "3f2a 91c0 77de"."""
    return in_groups(content_hash[:12], " ")


class Purpose(models.TextChoices):
    """What somebody can agree to; taking part is the one that all others rest on."""

    TAKE_PART = "take_part", _("take part")
    RECORD = "record", _("record")
    QUOTE = "quote", _("quote")
    SHARE = "share", _("share with other agencies")
    ASK_AGAIN = "ask_again", _("ask again")


class ConsentText(models.Model):
    """The words in which a study, or an agency outside studies, asks for consent.

    One sentence for each purpose; without one, or where it is left out, the purpose is
    not asked for. This is the draft:
    people read what was published last, see ConsentVersion.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="consent_texts")
    study = models.OneToOneField(
        Study, models.PROTECT, null=True, related_name="consent_text"
    )
    source_language = models.CharField(max_length=35, default="en")
    take_part = models.TextField(_("take part"))
    record = models.TextField(_("record"), blank=True)
    quote = models.TextField(_("quote"), blank=True)
    share = models.TextField(_("share with other agencies"), blank=True)
    ask_again = models.TextField(_("ask again"), blank=True)
    # Purposes whose words are kept for later, and not asked for now.
    left_out = ArrayField(models.CharField(max_length=20), default=list, editable=False)

    history = HistoricalRecords()
    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent text")
        verbose_name_plural = _("consent texts")
        constraints = [
            models.UniqueConstraint(
                fields=["agency"],
                condition=Q(study=None),
                name="consent_text_once_outside_studies",
            ),
            models.CheckConstraint(
                condition=~Q(take_part=""), name="consent_text_says_taking_part"
            ),
        ]

    def __str__(self):
        return str(self.study or self.agency)

    @property
    def sentences(self) -> dict[str, str]:
        """The purposes that it asks for, with what each means, in order."""
        asked = [p.value for p in Purpose if p.value not in self.left_out]
        found = {purpose: getattr(self, purpose) for purpose in asked}
        return {purpose: words for purpose, words in found.items() if words.strip()}

    @property
    def marker(self) -> str:
        """Changes with every word of the draft and with what it asks for."""
        return marker_of([getattr(self, p) for p in Purpose], list(self.sentences))


class ConsentVersionQuerySet(TenantQuerySet):
    tenant_path = "text__agency"

    def update(self, **kwargs):
        raise TypeError("A published consent text never changes.")

    def in_force_at(self, path: str) -> Case:
        """The id of what people read now, for the activity at `path` of a query.

        A study has its own words; a survey outside studies has those of its agency.
        """
        newest = self.order_by("-number").values("pk")
        of_study = newest.filter(text__study=OuterRef(f"{path}round__study"))
        of_agency = newest.filter(
            text__study=None, text__agency=OuterRef(f"{path}agency")
        )
        outside = Q(**{f"{path}round": None})
        return Case(
            When(outside, then=Subquery(of_agency[:1])),
            default=Subquery(of_study[:1]),
        )


class ConsentVersion(models.Model):
    """What people read and agree to: published once, and never changed.

    `words` is {"source_language", "texts": {language: {purpose: sentence}}}.
    `meaning` is the number of the version that first meant what this one means:
    whoever agreed under another meaning is asked again.
    """

    text = models.ForeignKey(ConsentText, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    meaning = models.PositiveSmallIntegerField()
    words = models.JSONField()
    content_hash = models.CharField(max_length=64)
    reason = models.TextField(_("reason"), blank=True)
    published_at = models.DateTimeField(_("published"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = ConsentVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("published consent text")
        verbose_name_plural = _("published consent texts")
        ordering = ["text", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["text", "number"], name="consent_number_once_per_text"
            ),
            models.CheckConstraint(
                condition=Q(meaning__gte=1) & Q(meaning__lte=F("number")),
                name="consent_means_what_came_before",
            ),
        ]

    def __str__(self):
        return _("version %(number)d") % {"number": self.number}

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.content_hash)

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("A published consent text never changes.")
        super().save(*args, **kwargs)
