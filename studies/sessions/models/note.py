from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from studies.agencies.tenancy import TenantQuerySet
from studies.people.models import Consent
from studies.sessions.models.booking import Booking
from studies.sessions.models.session import Session


class NoteQuerySet(TenantQuerySet):
    tenant_path = "session__round__study__agency"

    def loose(self):
        """Written of somebody, and in no conversation yet."""
        return self.filter(is_kept=False).exclude(booking=None)


class Note(models.Model):
    """Something heard or seen in a session, of one person or of the whole group."""

    class Kind(models.TextChoices):
        SEEN = "seen", _("what we saw or understood")
        WORDS = "words", _("their words")
        RECORDED = "recorded", _("their words, from the recording")

    session = models.ForeignKey(Session, models.PROTECT, related_name="notes")
    # Who spoke; nobody where it is about the whole group.
    booking = models.ForeignKey(
        Booking, models.PROTECT, null=True, blank=True, related_name="notes"
    )
    kind = models.CharField(_("what it is"), max_length=10, choices=Kind)
    text = models.TextField(_("note"))
    language = models.CharField(_("language"), max_length=35, default="en")
    # What the speaker had agreed to when it was written down.
    consent = models.ForeignKey(
        Consent, models.SET_NULL, null=True, related_name="notes", editable=False
    )
    # It went into a conversation: there it lives on.
    is_kept = models.BooleanField(default=False, editable=False)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    written_at = models.DateTimeField(auto_now_add=True)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note of a session")
        verbose_name_plural = _("notes of sessions")
        ordering = ["written_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="seen") | Q(booking__isnull=False),
                name="note_of_words_says_whose",
            ),
        ]

    def __str__(self):
        return f"{self.session_id} {self.kind}"
