from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studies.agencies.tenancy import TenantQuerySet
from studies.people.models.consent import ConsentVersion, Purpose
from studies.people.models.participant import Participant


class ConsentQuerySet(TenantQuerySet):
    tenant_path = "participant__study__agency"


class Consent(models.Model):
    """What somebody in a study agreed to, in which words and how, for talking with us.

    Rows are added: whoever agrees to something else has a newer one, and that holds.
    """

    class Way(models.TextChoices):
        SELF = "self", _("by themselves")
        READ_OUT = "read_out", _("somebody read it to them")
        VERBAL = "verbal", _("by word of mouth")

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="consents"
    )
    version = models.ForeignKey(ConsentVersion, models.PROTECT, related_name="given")
    purposes = ArrayField(models.CharField(max_length=20, choices=Purpose))
    language = models.CharField(_("language"), max_length=35)
    way = models.CharField(_("how they agreed"), max_length=10, choices=Way)
    # Who heard it, where they did not say it on their own page.
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    given_at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = ConsentQuerySet.as_manager()

    class Meta:
        verbose_name = _("consent that somebody gave")
        verbose_name_plural = _("consents that people gave")
        ordering = ["-given_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(purposes__contains=[Purpose.TAKE_PART.value]),
                name="consent_given_means_taking_part",
            ),
            models.CheckConstraint(
                condition=Q(way="self", taken_by=None)
                | (~Q(way="self") & Q(taken_by__isnull=False)),
                name="consent_heard_names_who_heard_it",
            ),
        ]

    def __str__(self):
        return f"{self.participant.pseudonym} {self.get_way_display()}"

    @property
    def in_words(self) -> list[str]:
        return [purpose.label for purpose in Purpose if purpose in self.purposes]
