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
    `source_hash` no longer matches, and never lost. `source_text` is the wording that
    it translates, so that what changed since can be shown.
    """

    class State(models.TextChoices):
        MACHINE = "machine", _("machine")
        DRAFT = "draft", _("draft")
        REVIEWED = "reviewed", _("reviewed")
        # The same words as the source, rightly: a name, a number, an address.
        SAME = "same", _("same on purpose")

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    place = models.CharField(max_length=120)
    language = models.CharField(_("language"), max_length=35)
    text = models.TextField(_("text"))
    state = models.CharField(_("state"), max_length=10, choices=State)
    source_hash = models.CharField(max_length=64)
    source_text = models.TextField(blank=True, default="")
    updated_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    # Written by somebody outside through a link, who has no account to name.
    by_guest = models.BooleanField(default=False)
    # Which link that was, such as "guestlink:7"; empty once a member takes it over.
    guest = models.CharField(max_length=40, blank=True, default="")
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

    @property
    def state_for_copies(self) -> str:
        """A copy names no guest, and what a guest ticked is for a member to confirm."""
        unsure = self.by_guest and self.state == self.State.SAME
        return self.State.DRAFT if unsure else self.state


class PastTranslationQuerySet(TenantQuerySet):
    def latest_of(self, places: list[str], language: str):
        """The wording that stood before the present one, for each place."""
        rows = self.filter(place__in=places, language=language)
        return rows.order_by("place", "-pk").distinct("place")


class PastTranslation(models.Model):
    """A wording that another one took the place of, or that was emptied. Never changed."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    place = models.CharField(max_length=120)
    language = models.CharField(max_length=35)
    text = models.TextField()
    state = models.CharField(max_length=10, choices=Translation.State)
    source_hash = models.CharField(max_length=64)
    source_text = models.TextField(blank=True, default="")
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    by_guest = models.BooleanField(default=False)
    written_at = models.DateTimeField()
    replaced_at = models.DateTimeField(auto_now_add=True)

    objects = PastTranslationQuerySet.as_manager()

    class Meta:
        verbose_name = _("earlier translation")
        verbose_name_plural = _("earlier translations")
        indexes = [
            models.Index(fields=["place", "language", "-id"], name="past_translation")
        ]

    def __str__(self):
        return f"{self.place} ({self.language})"


class Override(models.Model):
    """A finding of the plain-language check that somebody let stand, and why.

    It holds for the marked words, wherever they move inside the text; other words of
    the same rule are found again.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    place = models.CharField(max_length=120)
    rule = models.CharField(max_length=40)
    words_hash = models.CharField(max_length=64)
    reason = models.CharField(_("reason"), max_length=300)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField(auto_now_add=True)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding left as it is")
        verbose_name_plural = _("findings left as they are")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "rule", "words_hash"], name="override_once_per_words"
            ),
            models.CheckConstraint(
                condition=~models.Q(reason=""), name="override_says_why"
            ),
        ]

    def __str__(self):
        return f"{self.rule} ({self.place})"


class Vouch(models.Model):
    """Somebody, by name, stands for all texts of one whole in one language.

    It covers translations as they were then: one changed later needs it again.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    # The whole that the texts belong to, such as "survey:7".
    place = models.CharField(max_length=120)
    language = models.CharField(_("language"), max_length=35)
    name = models.CharField(_("who vouches"), max_length=120)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    made_at = models.DateTimeField()

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("language vouched for")
        verbose_name_plural = _("languages vouched for")
        constraints = [
            models.UniqueConstraint(
                fields=["place", "language"], name="vouch_once_per_language"
            ),
            models.CheckConstraint(
                condition=~models.Q(name=""), name="vouch_names_somebody"
            ),
        ]

    def __str__(self):
        return f"{self.name} ({self.language})"
