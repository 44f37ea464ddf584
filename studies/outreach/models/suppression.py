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
    # The phone whose STOP closed this mail address: its START opens it again, and opens
    # no address that was closed in another way.
    by_phone = models.CharField(
        max_length=64, blank=True, default="", db_default="", editable=False
    )
    # START came from the person's phone since: text messages go out, mail does not.
    only_mail = models.BooleanField(default=False, db_default=False, editable=False)

    class Meta:
        indexes = [
            models.Index(
                fields=["by_phone"],
                condition=~models.Q(by_phone=""),
                name="suppression_by_phone",
            )
        ]
        verbose_name = _("do not contact")
        verbose_name_plural = _("do not contact")

    def __str__(self):
        return self.address_hash[:8]
