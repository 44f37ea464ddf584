import hashlib
import uuid

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet
from studies.partners.models.partner import Partner
from studies.people.models import Participant
from studies.people.vault import SealedTextField
from studies.planning.models import Activity


def hash_token(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class InviteLinkQuerySet(TenantQuerySet):
    def personal(self):
        return self.exclude(participant=None)

    def shared(self):
        """Links that carry nobody: open ones and partners'."""
        return self.filter(participant=None, is_pilot=False)

    def kiosks(self):
        return self.filter(is_kiosk=True)

    def pilot(self):
        """Links for the few who try the questions out; their answers never count."""
        return self.filter(is_pilot=True)


class InviteLink(models.Model):
    """An unguessable address `/i/<token>/` that opens one activity.

    Shared links are printed again, so their token is kept, sealed. A personal
    link's token is an HMAC of its row (see `tokens.py`) and is kept as a hash only.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="invite_links")
    activity = models.ForeignKey(
        Activity, models.PROTECT, related_name="invite_links", verbose_name=_("survey")
    )
    partner = models.ForeignKey(
        Partner,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invite_links",
        verbose_name=_("partner"),
    )
    participant = models.ForeignKey(
        Participant,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="invite_links",
    )
    is_pilot = models.BooleanField(_("for a pilot"), default=False, editable=False)
    # On a screen that people share: idle answers are erased, and nothing is left on it.
    is_kiosk = models.BooleanField(
        _("on a shared screen"), default=False, db_default=False, editable=False
    )
    label = models.CharField(_("where it is used"), max_length=80, blank=True)
    token = SealedTextField(blank=True, default="", editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    # Typed at `/go/` from paper. It opens what anybody may open who reads the paper,
    # so it is kept as it is; a row is never deleted, so a code is never used again.
    short_code = models.CharField(
        max_length=8, unique=True, null=True, blank=True, editable=False
    )
    cap = models.PositiveIntegerField(
        _("close after this many answers"), null=True, blank=True
    )
    expires_at = models.DateTimeField(_("works until"), null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)
    openings = models.PositiveIntegerField(
        _("times opened (about)"), default=0, editable=False
    )
    starts = models.PositiveIntegerField(_("started"), default=0, editable=False)
    finishes = models.PositiveIntegerField(_("finished"), default=0, editable=False)
    # How many of these three a program made up, by name: the demo's. See `counts`.
    made_up = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)

    objects = InviteLinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("invite link")
        verbose_name_plural = _("invite links")
        ordering = ["-created_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "participant"],
                condition=Q(revoked_at=None) & ~Q(participant=None),
                name="personal_link_once_per_activity",
            ),
            models.UniqueConstraint(
                fields=["activity"],
                condition=Q(is_pilot=True, revoked_at=None),
                name="pilot_link_once_per_activity",
            ),
            models.CheckConstraint(
                condition=Q(is_pilot=False) | Q(participant=None, partner=None),
                name="pilot_link_carries_nobody",
            ),
            # Nobody in a waiting room finds the screen closed because others used it.
            models.CheckConstraint(
                condition=Q(is_kiosk=False)
                | Q(participant=None, is_pilot=False, cap=None),
                name="kiosk_link_is_for_everybody",
            ),
            models.CheckConstraint(
                condition=Q(participant=None) | Q(token=b""),
                name="personal_link_keeps_no_token",
            ),
            models.CheckConstraint(
                condition=Q(participant=None, is_pilot=False, short_code__isnull=False)
                | Q(participant__isnull=False, short_code=None)
                | Q(is_pilot=True, short_code=None),
                name="shared_links_alone_have_a_short_code",
            ),
        ]

    def __str__(self):
        return self.label or str(self.partner or _("Open link"))

    def counts(self, *, is_synthetic: bool) -> dict[str, int]:
        """Openings, starts and finishes of people, or those that a program made up."""
        whole = {
            "openings": self.openings,
            "starts": self.starts,
            "finishes": self.finishes,
        }
        made_up = {name: self.made_up.get(name, 0) for name in whole}
        if is_synthetic:
            return made_up
        return {name: max(0, whole[name] - made_up[name]) for name in whole}

    @property
    def is_personal(self) -> bool:
        return self.participant_id is not None

    @property
    def works(self) -> bool:
        return (
            self.revoked_at is None
            and (self.expires_at is None or timezone.now() < self.expires_at)
            and (self.cap is None or self.finishes < self.cap)
        )
