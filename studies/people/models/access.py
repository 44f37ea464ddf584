from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet


class AccessLogQuerySet(TenantQuerySet):
    def update(self, **kwargs):
        raise TypeError("The access log is only ever added to.")

    def delete(self):
        raise TypeError("The access log is only ever added to.")


class AccessLog(models.Model):
    """Who looked at contact data or changed it, when, and of how many people.

    One line for each page, mailing batch or change. It names no person: what was
    read stays in the vault. Lines are added and never changed.
    """

    class Act(models.TextChoices):
        READ = "read", _("read names and addresses")
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        ARCHIVED = "archived", _("put away")
        MAILED = "mailed", _("used for a mailing")
        ROTATED = "rotated", _("locked with a new key")

    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, related_name="access_logs"
    )
    # Nobody, where the machine itself did it: a mailing, a new key.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    act = models.CharField(_("what was done"), max_length=10, choices=Act)
    people = models.PositiveIntegerField(_("number of people"))
    about = models.CharField(_("where"), max_length=80, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("look into the contact list")
        verbose_name_plural = _("looks into the contact list")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d} {self.act}"

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The access log is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The access log is only ever added to.")
