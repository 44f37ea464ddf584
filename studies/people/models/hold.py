from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet
from studies.planning.models import Study


class LegalHoldQuerySet(TenantQuerySet):
    def in_force(self):
        return self.filter(lifted_on=None)

    def on(self, agency_id: int, study_id: int | None):
        """Those that keep this study from being erased; without one, the agency."""
        reaches = Q(study=None) | Q(study=study_id) if study_id else Q(study=None)
        return self.in_force().filter(reaches, agency=agency_id)


class LegalHold(models.Model):
    """A court or a law forbids to erase: of one study, or of the whole agency.

    As long as it is in force nothing in its reach goes, neither by night nor when the
    person asks. What waited goes by itself once it is lifted.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="legal_holds")
    # Nothing where it holds for the whole agency.
    study = models.ForeignKey(
        Study,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="legal_holds",
        verbose_name=_("study"),
    )
    reason = models.CharField(_("reason"), max_length=300)
    since = models.DateField(_("since"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    lifted_on = models.DateField(_("lifted"), null=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    objects = LegalHoldQuerySet.as_manager()

    class Meta:
        verbose_name = _("legal hold")
        verbose_name_plural = _("legal holds")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason=""), name="legal_hold_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(lifted_on=None) | Q(lifted_on__gte=models.F("since")),
                name="legal_hold_is_lifted_after_it_began",
            ),
        ]

    def __str__(self):
        return str(self.study or self.agency)
