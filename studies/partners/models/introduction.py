from django.db import models
from django.utils.translation import gettext_lazy as _

from studies.agencies.tenancy import TenantQuerySet
from studies.partners.models.partner import Partner
from studies.people.models import Participant


class IntroductionQuerySet(TenantQuerySet):
    tenant_path = "partner__agency"


class Introduction(models.Model):
    """A partner brought somebody to a study. The first one is credited with it.

    For the team alone: no partner learns whom another one brought. Who answers without
    a name is in no row here, so that nobody can say by whom they came twice.
    """

    participant = models.ForeignKey(
        Participant, models.CASCADE, related_name="introductions"
    )
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="introductions", verbose_name=_("partner")
    )
    noted_at = models.DateTimeField(_("noted"), auto_now_add=True)

    objects = IntroductionQuerySet.as_manager()

    class Meta:
        verbose_name = _("introduction")
        verbose_name_plural = _("introductions")
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["participant", "partner"], name="introduced_once_by_a_partner"
            )
        ]

    def __str__(self):
        return f"{self.participant}: {self.partner}"
