from django.conf import settings
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet
from studies.planning.models import Study


class AccessLogQuerySet(TenantQuerySet):
    def update(self, **kwargs):
        raise TypeError("The access log is only ever added to.")

    def delete(self):
        raise TypeError("The access log is only ever added to.")


class Where(models.TextChoices):
    """Where contact data were looked at or changed, as the log keeps it."""

    LIST = "people list", _("the list of people")
    SEARCH = "looking for one address", _("a search for one address")
    CHOOSING = "choosing for a mailing", _("choosing people for a mailing")
    PREVIEW = "preview of a mailing", _("the preview of a mailing")
    ASKED = "asked to be told", _("people who asked to be told what changed")
    FILE = "file of people", _("people from a file")
    PARTICIPANTS = "participants", _("the people of a study")
    PANEL = "people to ask again", _("people to ask again")
    VISITS = "mails about visits", _("mails about visits")
    OWN_PAGE = "own page", _("the person’s own page")
    UNCONFIRMED = "wish not confirmed", _("wishes that nobody confirmed in time")
    PARTNER = "contact people of a partner", _("contact people of a partner")
    TAKEN_BACK = "taken back", _("people who took everything back")
    OVER = "study closed", _("people of studies that closed long enough ago")
    OFFICE = "mails to an office", _("monthly mails to an office")
    SILENT = "24 months without a sign", _("people without a sign for 24 months")


class AccessLog(models.Model):
    """Who looked at contact data or changed it, when, and of how many people.

    One line for each page, mailing batch or change. It names no person: what was
    read stays in the vault. Lines are added and never changed: a trigger of the
    database refuses it, whoever asks.
    """

    class Act(models.TextChoices):
        READ = "read", _("read names and addresses")
        EXPORTED = "exported", _("took out in a file")
        ADDED = "added", _("added")
        CHANGED = "changed", _("changed")
        ARCHIVED = "archived", _("put away")
        ERASED = "erased", _("erased")
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
    study = models.ForeignKey(
        Study, models.PROTECT, null=True, related_name="access_logs"
    )
    about = models.CharField(_("where"), max_length=80, blank=True)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    objects = AccessLogQuerySet.as_manager()

    class Meta:
        verbose_name = _("look into the contact list")
        verbose_name_plural = _("looks into the contact list")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.at:%Y-%m-%d} {self.act}"

    @property
    def where(self) -> str:
        """What the line is about, in words; older lines may say nothing."""
        if self.about in Where.values:
            return Where(self.about).label
        kind, _space, number = self.about.partition(" ")
        if kind == "mailing" and number.isdecimal():
            return gettext("mailing %(number)s") % {"number": number}
        return self.about

    def save(self, *args, **kwargs):
        if not self._state.adding:
            raise TypeError("The access log is only ever added to.")
        super().save(*args, **kwargs)

    def delete(self, *args, **kwargs):
        raise TypeError("The access log is only ever added to.")
