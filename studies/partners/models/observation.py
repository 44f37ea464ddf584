from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import ArchivableQuerySet
from studies.partners.models.partner import Partner
from studies.planning.models import Study


class Observation(models.Model):
    """What front-line staff noticed at their counter, in their own words.

    It is no customer's word, so nothing of the evidence room can point to it: it is no
    conversation, and it is behind no insight, decision or head count.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="observations")
    text = models.TextField(_("what you noticed"))
    seen_on = models.DateField(_("day"), default=timezone.localdate)
    office = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("office"),
    )
    study = models.ForeignKey(
        Study,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="observations",
        verbose_name=_("study"),
    )
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = ArchivableQuerySet.as_manager()

    class Meta:
        verbose_name = _("staff observation")
        verbose_name_plural = _("staff observations")
        ordering = ["-seen_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="observation_says_something"
            )
        ]

    def __str__(self):
        return str(self.pk)
