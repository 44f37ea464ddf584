import hashlib
import uuid
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from studies.agencies.models import Agency
from studies.agencies.tenancy import TenantQuerySet
from studies.partners.models import gaps
from studies.partners.models.partner import Partner, PartnerSite
from studies.partners.models.partnership import Partnership
from studies.people.models import Participant
from studies.people.vault import SealedTextField
from studies.planning.models import Activity, Segment
from studies.wording.tags import language_name


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

    def with_partnership(self):
        """Whether each works can be told without one more query per link."""
        theirs = Partnership.objects.filter(
            partner=OuterRef("partner"), study=OuterRef("activity__round__study")
        )
        return self.annotate(
            partnership_begins_at=Subquery(theirs.values("begins_at")),
            partnership_over_at=Subquery(theirs.values("over_at")),
            partnership_gaps=Subquery(theirs.values("gaps")),
        )


class InviteLink(models.Model):
    """An unguessable address `/i/<token>/` that opens one activity.

    A shared link may say where it is used: by site, language and channel. An anonymous
    answer keeps none of these, only the partner.

    Shared links are printed again, so their token is kept, sealed. A personal
    link's token is an HMAC of its row (see `tokens.py`) and is kept as a hash only.
    """

    class Channel(models.TextChoices):
        SOCIAL = "social", _("social networks")
        NEWSLETTER = "newsletter", _("newsletter")
        MESSAGE = "message", _("e-mail or text message")
        FLYER = "flyer", _("flyer")
        POSTER = "poster", _("poster")
        COUNTER = "counter", _("counter")
        EVENT = "event", _("event")

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
    site = models.ForeignKey(
        PartnerSite,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="invite_links",
        verbose_name=_("place"),
    )
    # What the flyer or post is written in; the pages begin in it too.
    language = models.CharField(
        _("language"), max_length=35, blank=True, default="", db_default=""
    )
    channel = models.CharField(
        _("channel"),
        max_length=10,
        choices=Channel,
        blank=True,
        default="",
        db_default="",
    )
    segment = models.ForeignKey(
        Segment,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("group it is meant for"),
    )
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
            models.CheckConstraint(
                condition=Q(participant=None, is_pilot=False)
                | Q(site=None, language="", channel="", segment=None),
                name="shared_links_alone_say_where_they_are_used",
            ),
            models.CheckConstraint(
                condition=Q(site=None) | Q(partner__isnull=False),
                name="a_place_is_a_partners",
            ),
        ]

    def __str__(self):
        return self.label or self.where or str(self.partner or _("Open link"))

    @property
    def where(self) -> str:
        """By site, language and channel, such as "Front desk · Spanish · flyer"."""
        spoken = language_name(self.language) if self.language else ""
        site = self.site.name_in(get_language() or "")[0] if self.site_id else ""
        named = (site, spoken, str(self.get_channel_display()))
        return " · ".join(part for part in named if part)

    @cached_property
    def partnership_begins_at(self) -> datetime | None:
        """When its partner's part in the study begins, where that is kept."""
        return self._of_partnership("begins_at")

    @cached_property
    def partnership_over_at(self) -> datetime | None:
        """When it ends; `with_partnership` spares a query for each of the three."""
        return self._of_partnership("over_at")

    @cached_property
    def partnership_gaps(self) -> gaps.Gaps | None:
        """When no terms hold that the partner accepted."""
        return self._of_partnership("gaps")

    def _of_partnership(self, name: str) -> Any:
        if self.partner_id is None or self.is_pilot:
            return None
        theirs = Partnership.objects.filter(
            partner=self.partner_id, study__rounds__activities=self.activity_id
        )
        return theirs.values_list(name, flat=True).first()

    @property
    def waits_for_yes(self) -> bool:
        """Whether it starts nothing before its partner has accepted the first terms."""
        return gaps.waits_for_yes(self.partnership_gaps or [])

    @property
    def starts_at(self) -> datetime | None:
        """From when it starts something, where that is kept of its partnership."""
        begins_at, found = self.partnership_begins_at, self.partnership_gaps
        return gaps.starts_at(begins_at, found or [], timezone.now())

    @property
    def begins_later(self) -> bool:
        """Whether it starts nothing yet: its partner's terms begin on a later day."""
        starts_at = self.starts_at
        return self.waits_for_yes or (
            starts_at is not None and timezone.now() < starts_at
        )

    @property
    def partnership_is_over(self) -> bool:
        over_at = self.partnership_over_at
        return over_at is not None and over_at <= timezone.now()

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
        """Whether it has not ended; it may still begin on a later day."""
        return (
            self.revoked_at is None
            and (self.expires_at is None or timezone.now() < self.expires_at)
            and (self.cap is None or self.finishes < self.cap)
            and not self.partnership_is_over
        )
