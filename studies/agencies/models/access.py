import hashlib
import hmac

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from studies.agencies.models.agency import Agency
from studies.agencies.permissions import Role
from studies.agencies.tenancy import TenantQuerySet


def hash_token(token: str) -> str:
    """What is kept of a secret: enough to find its row, not enough to use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def join_token(invitation_id: int) -> str:
    """The secret of an invitation's link, made again from its row for each mail."""
    text = f"join-agency:{invitation_id}".encode()
    return hmac.new(settings.SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()[:32]


class InvitationQuerySet(TenantQuerySet):
    def open(self):
        return self.filter(
            accepted_at=None, revoked_at=None, expires_at__gt=timezone.now()
        )

    def unsent(self):
        return self.filter(sent_at=None)


class Invitation(models.Model):
    """A mailed link that lets one e-mail address join an agency, once."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="invitations")
    email = models.EmailField(_("e-mail"))
    role = models.CharField(_("role"), max_length=20, choices=Role)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField(_("works until"))
    # Only whoever sets the platform up gives this, from the shell.
    makes_operator = models.BooleanField(default=False, editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    accepted_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to join")
        verbose_name_plural = _("invitations to join")
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "email"],
                condition=models.Q(accepted_at=None, revoked_at=None),
                name="invitation_once_while_open",
            )
        ]

    def __str__(self):
        return self.email

    @property
    def link(self) -> str:
        path = reverse("join", args=[join_token(self.pk)])
        return f"{settings.BASE_URL}{path}"


class ApiToken(models.Model):
    """A key for scripts of one agency. Only its hash is kept; it is shown once."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="api_tokens")
    name = models.CharField(_("what it is for"), max_length=80)
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    last_used_on = models.DateField(_("last used"), null=True, editable=False)
    revoked_at = models.DateTimeField(_("ended"), null=True, editable=False)

    objects = TenantQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        verbose_name_plural = _("API tokens")
        ordering = ["-created_at"]

    def __str__(self):
        return self.name
