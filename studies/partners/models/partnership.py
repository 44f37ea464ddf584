from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studies.agencies.tenancy import TenantQuerySet
from studies.partners.models import gaps
from studies.partners.models.partner import Partner, PartnerContact
from studies.people.vault import SealedTextField
from studies.planning.models import Study


class PartnershipQuerySet(TenantQuerySet):
    tenant_path = "study__agency"

    def with_terms(self):
        """All that a partnership's state is read from, in one query more."""
        return self.select_related("partner", "study__agency").prefetch_related("terms")


class Partnership(models.Model):
    """A partner helps with one study, from a day on, under terms that it accepted.

    Those that were made before there were terms, or with a first link, have none and
    go on until somebody ends them.
    """

    class State(models.TextChoices):
        """Never stored: read from the terms and the dates."""

        OFFERED = "offered", _("waiting for their yes")
        ACTIVE = "active", _("taking part")
        CHANGED = "changed", _("new terms, not accepted yet")
        EXPIRED = "expired", _("past its last day")
        ENDED = "ended", _("ended")

    partner = models.ForeignKey(Partner, models.PROTECT, related_name="partnerships")
    study = models.ForeignKey(Study, models.CASCADE, related_name="partnerships")
    since = models.DateField(_("since"), default=timezone.localdate)
    # When its links begin to start anything: the first day of the terms, unless they
    # worked before. None for those that began before this was kept.
    begins_at = models.DateTimeField(null=True, editable=False)
    # When its links stop to start anything: the end of the last day of the terms in
    # force, or the moment when somebody ended it. Nothing has to run at that time.
    over_at = models.DateTimeField(null=True, editable=False)
    # When they start nothing in between, because no accepted terms hold; see `gaps`.
    gaps = models.JSONField(
        default=list, db_default=models.Value([], models.JSONField()), editable=False
    )
    ended_at = models.DateTimeField(null=True, editable=False)

    objects = PartnershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("partnership")
        verbose_name_plural = _("partnerships")
        constraints = [
            models.UniqueConstraint(
                fields=["partner", "study"], name="partnership_once_per_study"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None)
                | Q(over_at__isnull=False, over_at__lte=F("ended_at")),
                name="ended_partnership_is_over",
            ),
        ]

    def __str__(self):
        return f"{self.partner}, {self.study}"

    @property
    def newest(self) -> "PartnershipTerms | None":
        return next(iter(self.terms.all()), None)

    @property
    def in_force(self) -> "PartnershipTerms | None":
        """What they accepted last; before any yes, what they are offered."""
        accepted = (terms for terms in self.terms.all() if terms.accepted_at)
        return next(accepted, None) or self.newest

    @property
    def starts_at(self) -> datetime | None:
        """From when its links start something, where that is kept."""
        return gaps.starts_at(self.begins_at, self.gaps, timezone.now())

    @property
    def begins_later(self) -> bool:
        """Whether the day from which they help is still to come.

        Changed terms that begin later leave those of today as they are.
        """
        starts_at = self.starts_at
        return starts_at is not None and timezone.now() < starts_at

    @property
    def is_over(self) -> bool:
        return self.over_at is not None and self.over_at <= timezone.now()

    @property
    def waits(self) -> bool:
        return self.waits_on(timezone.localdate(timezone=self.study.agency.zone))

    def waits_on(self, day: date) -> bool:
        """Whether there is something to say yes to, and they may still say it."""
        newest = self.newest
        if newest is None or newest.accepted_at or newest.until_on < day:
            return False
        return self.ended_at is None or newest.offered_at > self.ended_at

    @property
    def state(self) -> State:
        if self.waits and (self.is_over or not self.in_force.accepted_at):
            return self.State.OFFERED
        if self.ended_at:
            return self.State.ENDED
        if self.is_over:
            return self.State.EXPIRED
        return self.State.CHANGED if self.waits else self.State.ACTIVE


class PartnershipTerms(models.Model):
    """What we ask of a partner and what it gets, as it was offered once.

    Changed terms are a new row with the next number: they are accepted again. What was
    accepted is kept word for word.
    """

    partnership = models.ForeignKey(
        Partnership, models.CASCADE, related_name="terms", editable=False
    )
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    hours = models.PositiveSmallIntegerField(_("hours we ask of them, in all"))
    # {language: {"purpose": …, "pay": …}}, first the one they were written in.
    words = models.JSONField(default=dict)
    source_language = models.CharField(max_length=35, default="en")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("last day"))
    offered_at = models.DateTimeField(_("offered"), auto_now_add=True)
    offered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    accepted_at = models.DateTimeField(_("accepted"), null=True, editable=False)
    accepted_by = SealedTextField(_("accepted by"), blank=True, default="")
    accepted_language = models.CharField(max_length=35, blank=True, default="")
    accepted_text = models.TextField(_("what they accepted"), blank=True, default="")
    contact = models.ForeignKey(
        PartnerContact, models.SET_NULL, null=True, related_name="+"
    )

    class Meta:
        verbose_name = _("terms of a partnership")
        verbose_name_plural = _("terms of partnerships")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["partnership", "number"], name="terms_number_once"
            ),
            models.CheckConstraint(
                condition=Q(from_on__lte=F("until_on")), name="terms_end_after_begin"
            ),
            models.CheckConstraint(
                condition=Q(
                    accepted_at=None,
                    accepted_by=b"",
                    accepted_language="",
                    accepted_text="",
                )
                | Q(accepted_at__isnull=False)
                & ~Q(accepted_by=b"")
                & ~Q(accepted_language="")
                & ~Q(accepted_text=""),
                name="accepted_terms_say_by_whom_and_what",
            ),
        ]

    def __str__(self):
        return str(self.number)

    def text(self, name: str, language: str) -> tuple[str, str]:
        """ "purpose" or "pay", and the language that it is in."""
        for code in (language, self.source_language):
            found = self.words.get(code, {}).get(name, "")
            if found:
                return found, code
        return "", self.source_language
