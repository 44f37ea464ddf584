import uuid
from datetime import date, timedelta

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studies.agencies.tenancy import TenantQuerySet
from studies.partners.models import Partner, PartnerContact, Partnership
from studies.people.vault import SealedTextField
from studies.planning.models import Study

# A saved link works for so long; then the studio makes a new one (p).
WORKS_FOR = timedelta(days=365)
# A code opens for so long after it was asked for, as the page says (p).
CODE_WORKS_FOR = timedelta(minutes=15)
# Whoever asks again is mailed another one after so long. Once there were so many in an
# hour, the one in their box serves for longer: nobody is mailed without end (p).
MAILED_AGAIN_AFTER, MANY_MAILS = timedelta(minutes=2), 4
MAILED_AT_MOST_EACH = timedelta(minutes=10)


def default_end() -> date:
    return timezone.localdate() + WORKS_FOR


class PartnerPageQuerySet(TenantQuerySet):
    tenant_path = "partner__agency"

    def working(self):
        return self.filter(revoked_at=None, expires_on__gte=timezone.localdate())


class PartnerPage(models.Model):
    """The one saved link of a partner, `/partner/<token>/`, which needs no account.

    It is found by its hash. The token is kept sealed, so that the team can give the
    same address to the next colleague there.
    """

    partner = models.OneToOneField(Partner, models.CASCADE, related_name="page")
    language = models.CharField(
        _("language of their page"),
        max_length=35,
        choices=settings.LANGUAGES,
        default="en",
    )
    token = SealedTextField(editable=False)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    expires_on = models.DateField(_("works until"), default=default_end)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = PartnerPageQuerySet.as_manager()

    class Meta:
        verbose_name = _("partner’s page")
        verbose_name_plural = _("partners’ pages")

    def __str__(self):
        return str(self.pk)

    @property
    def works(self) -> bool:
        return self.revoked_at is None and self.expires_on >= timezone.localdate()


class PageCodeQuerySet(TenantQuerySet):
    tenant_path = "page__partner__agency"

    def waiting(self):
        """Codes to mail; those that came too late for their 15 minutes are not."""
        since = timezone.now() - CODE_WORKS_FOR
        return self.filter(state=PageCode.State.WAITING, asked_at__gt=since)

    def in_their_box(self, contact: PartnerContact | None) -> "PageCode | None":
        """A code of theirs, mailed or on the way, that serves before a new one does."""
        now, unsure = timezone.now(), PageCode.State.UNSURE
        rows = self.filter(contact=contact, mailed_as=None)
        mailed = rows.filter(asked_at__gt=now - timedelta(hours=1)).count()
        wait = MAILED_AGAIN_AFTER if mailed < MANY_MAILS else MAILED_AT_MOST_EACH
        lately = rows.filter(asked_at__gt=now - wait, used_at=None)
        return lately.exclude(state=unsure).first()

    def idle(self):
        """Those that mailed nothing and were not tried, the newest first."""
        mailed_none = Q(contact=None) | Q(mailed_as__isnull=False)
        return self.filter(mailed_none, wrong_tries=0, used_at=None)


class PageCode(models.Model):
    """A code that somebody asked for on a partner's page, before they may do something.

    The code itself is nowhere: it is made from the row's id and our secret when it is
    mailed and when it is checked. Where nobody has the address that was typed, the row
    is the same, without a contact; so the page and its time are the same too.
    """

    class State(models.TextChoices):
        WAITING = "waiting"
        TAKEN = "taken"  # by a worker, which hands it over now
        SENT = "sent"
        UNSURE = "unsure"
        NOBODY = "nobody"
        SHARED = "shared"  # a code mailed before serves this asking too

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    page = models.ForeignKey(PartnerPage, models.CASCADE, related_name="codes")
    contact = models.ForeignKey(
        PartnerContact, models.CASCADE, null=True, related_name="+"
    )
    # That of the page where it was asked for; of older rows, the contact's own.
    language = models.CharField(max_length=35, default="", db_default="")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    # The asking whose mail serves this one too.
    mailed_as = models.ForeignKey(
        "self", models.CASCADE, null=True, related_name="shared_by"
    )
    # Who typed a code before in the browser that asked.
    asked_by = models.ForeignKey(
        PartnerContact, models.CASCADE, null=True, related_name="+"
    )
    asked_at = models.DateTimeField(default=timezone.now)
    wrong_tries = models.PositiveSmallIntegerField(default=0)
    used_at = models.DateTimeField(null=True)

    objects = PageCodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("code of a partner’s page")
        verbose_name_plural = _("codes of partners’ pages")
        ordering = ["-asked_at"]
        indexes = [models.Index(fields=["state", "asked_at"])]

    @property
    def mail(self) -> "PageCode":
        """The asking whose code was mailed."""
        return self.mailed_as or self

    @property
    def is_spent(self) -> bool:
        """Used, or asked for too long ago."""
        is_over = timezone.now() >= self.asked_at + CODE_WORKS_FOR
        return bool(is_over or self.used_at or self.mail.used_at)


class DayFigures(models.Model):
    """What a partner's page says of its links, worked out once a day and never between.

    So neither the page nor the moment in which it changes tells of one answer. `shown`
    is what stands there; `counted` what it was made from, which the page never reads.
    """

    partnership = models.OneToOneField(
        Partnership, models.CASCADE, related_name="figures"
    )
    day = models.DateField()
    shown = models.JSONField(default=dict)
    counted = models.JSONField(default=dict)

    class Meta:
        verbose_name = _("figures of a day")
        verbose_name_plural = _("figures of a day")


class ProblemQuerySet(TenantQuerySet):
    tenant_path = "partner__agency"

    def open(self):
        return self.filter(settled_at=None)


class PartnerProblem(models.Model):
    """Something that a partner told us on its page; sealed, as it may name somebody."""

    partner = models.ForeignKey(Partner, models.CASCADE, related_name="problems")
    study = models.ForeignKey(Study, models.CASCADE, related_name="+")
    contact = models.ForeignKey(
        PartnerContact, models.SET_NULL, null=True, related_name="+"
    )
    text = SealedTextField(_("what they wrote"))
    language = models.CharField(max_length=35)
    told_at = models.DateTimeField(_("told"), default=timezone.now)
    settled_at = models.DateTimeField(null=True, editable=False)

    objects = ProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem of a partner")
        verbose_name_plural = _("problems of partners")
        ordering = ["-told_at", "-pk"]
