import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet
from studies.people.vault import SealedBytesField, SealedTextField


class PeopleFileQuerySet(TenantQuerySet):
    def waiting(self):
        """Not yet added or thrown away: the file itself is still kept, sealed."""
        return self.filter(ended_at=None)

    def progress(self):
        """Without the file itself, which only the reading needs."""
        return self.defer("content")


class PeopleFile(models.Model):
    """A list of people as it was sent: sealed while it waits, erased when it ends.

    `columns` is {column number from 0: what stands in it}. `counts` is {finding: rows}
    and `lines` {finding: line numbers}: neither ever holds what stands in a cell.
    """

    class State(models.TextChoices):
        CHOOSING = "choosing", _("columns not confirmed yet")
        CHECKING = "checking", _("being checked")
        CHECKED = "checked", _("checked, nobody added yet")
        ADDING = "adding", _("people are being added")
        ADDED = "added", _("people were added")
        REFUSED = "refused", _("could not be read")
        THROWN_AWAY = "thrown_away", _("thrown away")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="people_files")
    name = SealedTextField(_("file"), null=True)
    content = SealedBytesField(null=True)
    encoding = models.CharField(max_length=20, blank=True)
    heading_line = models.PositiveIntegerField(default=0)
    columns = models.JSONField(default=dict)
    language = models.CharField(_("language"), max_length=35, default="en")
    how_we_got_it = models.CharField(_("how we got the addresses"), max_length=240)
    state = models.CharField(
        _("state"), max_length=12, choices=State, default=State.CHOOSING
    )
    lines_total = models.PositiveIntegerField(default=0)
    lines_done = models.PositiveIntegerField(default=0)
    counts = models.JSONField(default=dict)
    lines = models.JSONField(default=dict)
    trouble = models.CharField(max_length=20, blank=True)
    lease = models.UUIDField(null=True, editable=False)
    claimed_at = models.DateTimeField(null=True, editable=False)
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    sent_at = models.DateTimeField(_("sent"), default=timezone.now)
    ended_at = models.DateTimeField(_("ended"), null=True)

    objects = PeopleFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file with people")
        verbose_name_plural = _("files with people")
        ordering = ["-sent_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(content=None, name=None),
                name="ended_people_file_is_erased",
            ),
            models.CheckConstraint(
                condition=~Q(how_we_got_it=""),
                name="people_file_says_how_we_got_it",
            ),
        ]

    def __str__(self):
        return str(self.pk)[:8]  # never the file's name: it may be somebody's

    @property
    def added(self) -> int:
        return self.counts.get("added", 0)
