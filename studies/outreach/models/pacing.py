from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Pace(models.Model):
    """When the next message may leave, where there is a limit for each second.

    A row of the platform itself, one for each mailing with a limit and one for the
    whole installation. All workers take their turns here, so that they share a limit.
    """

    name = models.CharField(max_length=40, unique=True)
    free_at = models.DateTimeField()

    class Meta:
        verbose_name = _("pace")
        verbose_name_plural = _("paces")

    def __str__(self):
        return self.name


class SlowDomain(models.Model):
    """A mail provider that turned messages away, and until when we leave it alone.

    A row of the platform itself. Only a keyed hash: the domain of a small provider can
    name the person.
    """

    domain_hash = models.CharField(max_length=64, unique=True)
    # In a row, since the last message that it took.
    failures = models.PositiveSmallIntegerField(default=0)
    waits = models.PositiveSmallIntegerField(default=0)
    failed_at = models.DateTimeField()
    slowed_until = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("slow mail provider")
        verbose_name_plural = _("slow mail providers")
        indexes = [
            models.Index(
                fields=["slowed_until"],
                condition=~Q(slowed_until=None),
                name="domain_slowed",
            )
        ]

    def __str__(self):
        return self.domain_hash[:8]


class Heartbeat(models.Model):
    """When a part that runs by itself was last seen at work; a row of the platform."""

    name = models.CharField(max_length=20, unique=True)
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("sign of life")
        verbose_name_plural = _("signs of life")

    def __str__(self):
        return self.name
