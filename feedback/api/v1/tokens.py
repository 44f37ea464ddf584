import hashlib

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission

from studies.agencies.models import ApiToken


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; the token's agency is all that it opens."""

    def authenticate(self, request):
        words = get_authorization_header(request).decode("latin-1").split()
        if len(words) != 2 or words[0].lower() != "bearer":
            return None
        hashed = hashlib.sha256(words[1].encode("latin-1")).hexdigest()
        rows = ApiToken.objects.filter(token_hash=hashed, revoked_at=None)
        token = rows.select_related("agency").first()
        if token is None:
            raise AuthenticationFailed(_("This token does not work. Make a new one."))
        today = timezone.localdate()
        if token.last_used_on != today:
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
        return None, token

    def authenticate_header(self, request):
        return "Bearer"


class HasPermission(BasePermission):
    """A token reads what its agency's viewers may see; viewsets name what they ask."""

    def has_permission(self, request, view):
        return isinstance(request.auth, ApiToken)
