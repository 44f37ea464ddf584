"""The mail server, and who letters come from."""

from importlib.util import find_spec

from django.core.exceptions import ImproperlyConfigured

from cxstudio.settings.reading import VAR_DIR, env

_mail = env.email_url("CXSTUDIO_EMAIL_URL", default="smtp://127.0.0.1:25")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
# A provider's web address instead of a mail server, by its name in django-anymail.
EMAIL_PROVIDER = env.str("CXSTUDIO_EMAIL_PROVIDER", default="")
if EMAIL_PROVIDER:
    EMAIL_BACKEND = f"anymail.backends.{EMAIL_PROVIDER}.EmailBackend"
    if not EMAIL_PROVIDER.isidentifier() or not find_spec(EMAIL_BACKEND[:-13]):
        raise ImproperlyConfigured("CXSTUDIO_EMAIL_PROVIDER names no provider.")
ANYMAIL = {
    # What a provider has no word for, such as "do not track", it does not do.
    "IGNORE_UNSUPPORTED_FEATURES": True,
    # Seconds to connect, and then to answer.
    "REQUESTS_TIMEOUT": (5, EMAIL_TIMEOUT),
    # "name:password" that the provider sends along with its news.
    "WEBHOOK_SECRET": env.list("CXSTUDIO_EMAIL_HOOK_SECRET", default=[]),
    **env.json("CXSTUDIO_EMAIL_PROVIDER_SETTINGS", default={}),
}
DEFAULT_FROM_EMAIL = env.str("CXSTUDIO_FROM_EMAIL", default="studio@localhost")
# Where mail servers send back what they can't deliver; the sender's address if empty.
BOUNCE_EMAIL = env.str("CXSTUDIO_BOUNCE_EMAIL", default="")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DIR = VAR_DIR / "mail"
