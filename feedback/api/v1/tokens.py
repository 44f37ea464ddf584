from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.throttling import SimpleRateThrottle

from studies.agencies.models import ApiToken
from studies.agencies.models.access import hash_token
from studies.agencies.permissions import GRANTS, Role


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer <token>`; the token's agency is all that it opens."""

    def authenticate(self, request):
        words = get_authorization_header(request).decode("latin-1").split()
        if len(words) != 2 or words[0].lower() != "bearer":
            return None
        rows = ApiToken.objects.filter(token_hash=hash_token(words[1]), revoked_at=None)
        token = rows.select_related("agency").first()
        if token is None:
            raise AuthenticationFailed(_("This token does not work. Make a new one."))
        today = timezone.localdate()
        if token.last_used_on != today:
            ApiToken.objects.filter(pk=token.pk).update(last_used_on=today)
        return None, token

    def authenticate_header(self, request):
        return "Bearer"


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = TokenAuthentication
    name = "token"

    def get_security_definition(self, auto_schema):
        return {"type": "http", "scheme": "bearer"}


class HasPermission(BasePermission):
    """A token reads what its agency's viewers may see; viewsets name what they ask."""

    def has_permission(self, request, view):
        if not isinstance(request.auth, ApiToken):
            return False
        if view.action is None:  # a method that the address lacks: 405 says so
            return True
        return view.permissions[view.action] in GRANTS[Role.VIEWER]


class TokenThrottle(SimpleRateThrottle):
    """So many requests a minute for each token, wherever it is used from."""

    scope = "token"

    def get_cache_key(self, request, view):
        if not isinstance(request.auth, ApiToken):
            return None
        return self.cache_format % {"scope": self.scope, "ident": request.auth.pk}
