from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet


class TranslationQuerySet(TenantQuerySet):
    def of(self, places: list[str], language: str | None = None):
        rows = self.filter(place__in=places)
        return rows.filter(language=language) if language else rows


class Translation(models.Model):
    """One text in one language other than its source's.

    `place` names the text for good, such as "question:7:label" (see `places.py`).
    A changed source leaves the row as it is: it is outdated from then on, because
    `source_hash` no longer matches, and never lost.
    """

    class State(models.TextChoices):
        MACHINE = "machine", _("machine")
        DRAFT = "draft", _("draft")
        REVIEWED = "reviewed", _("reviewed")

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    place = models.CharField(max_length=120)
    language = models.CharField(_("language"), max_length=35)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    source_hash = models.CharField(max_length=64)
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    updated_at = models.DateTimeField(auto_now=True)

    objects = TranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("translation")
        verbose_name_plural = _("translations")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "language"], name="translation_once_per_language"
            ),
            models.CheckConstraint(
                condition=~models.Q(text=""), name="translation_says_something"
            ),
        ]

    def __str__(self):
        return f"{self.place} ({self.language})"
