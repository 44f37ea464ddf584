from datetime import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studies.outreach.models.delivery import Delivery


class ProviderNewsQuerySet(models.QuerySet):
    def due(self, now: datetime):
        """What waits to be laid to its message, in the order in which it came."""
        waiting = self.filter(state=ProviderNews.State.WAITING, due_at__lte=now)
        return waiting.order_by("due_at", "pk")


class ProviderNews(models.Model):
    """What a provider told us about one message, kept until it is folded.

    Of the platform itself: a provider works for all agencies. It holds no address but
    its keyed hash, and the same news is kept once, however often it is told.
    """

    class Kind(models.TextChoices):
        DELIVERED = "delivered", _("delivered")
        CAME_BACK = "came_back", _("could not be delivered")
        # For a reason that may pass, such as a full mailbox: we try again.
        FOR_NOW = "for_now", _("could not be delivered for now")
        NO_SUCH_ADDRESS = "no_such_address", _("there is no such address")
        REFUSED = "refused", _("refused by the provider")
        COMPLAINED = "complained", _("marked as unwanted")
        STOPPED = "stopped", _("the person stopped all messages")
        WANTED = "wanted", _("the person wants messages again")

    # The person's own word, whatever message it was about.
    STOPS = frozenset({Kind.COMPLAINED, Kind.STOPPED})

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        FOLDED = "folded", _("counted in")
        UNKNOWN = "unknown", _("about no message of ours")

    key = models.CharField(max_length=64, unique=True)
    kind = models.CharField(max_length=16, choices=Kind)
    channel = models.CharField(max_length=8, choices=Delivery.Channel)
    # What it speaks of, by our name for the message or by the provider's.
    reference = models.UUIDField(null=True)
    provider_id = models.CharField(max_length=200, blank=True)
    # Our name for it where it is none of a mailing, such as a letter about a visit.
    about = models.CharField(max_length=80, blank=True, default="", db_default="")
    address_hash = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    received_at = models.DateTimeField(default=timezone.now)

    objects = ProviderNewsQuerySet.as_manager()

    class Meta:
        verbose_name = _("news of a provider")
        verbose_name_plural = _("news of a provider")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                condition=models.Q(state="waiting"),
                name="provider_news_due",
            ),
            models.Index(fields=["received_at"], name="provider_news_age"),
            models.Index(
                fields=["received_at"],
                condition=models.Q(state="unknown"),
                name="provider_news_unknown",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.key[:8]}"

    @property
    def closes(self) -> bool:
        """Nobody writes to its address after this."""
        ends = {*self.STOPS, self.Kind.NO_SUCH_ADDRESS}
        return self.kind in ends and bool(self.address_hash)
