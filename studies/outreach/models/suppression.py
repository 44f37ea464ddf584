from django.db import models
from django.utils.translation import gettext_lazy as _


class Suppression(models.Model):
    """Do not contact: an address, as a keyed hash, that nobody here may write to.

    A row of the platform itself: stopping messages holds in every study and agency.
    """

    class Reason(models.TextChoices):
        STOPPED = "stopped", _("the person stopped all messages")
        BOUNCED = "bounced", _("there is no such address")

    address_hash = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=10, choices=Reason)
    since = models.DateField(auto_now_add=True)

    class Meta:
        verbose_name = _("do not contact")
        verbose_name_plural = _("do not contact")

    def __str__(self):
        return self.address_hash[:8]
