"""What makes this installation itself: its secrets, its address, its name."""

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured

from cxstudio.settings.reading import env, required

SECRET_KEY = required("CXSTUDIO_SECRET_KEY")
# Fernet keys of the contact vault, newest first; older ones still decrypt.
VAULT_KEYS = required("CXSTUDIO_VAULT_KEYS").split(",")
for _key in VAULT_KEYS:
    try:
        Fernet(_key)
    except ValueError as _error:
        raise ImproperlyConfigured(f"CXSTUDIO_VAULT_KEYS: {_error}") from None
# Never rotated: the addresses behind the hashes cannot be hashed again.
VAULT_HASH_KEY = required("CXSTUDIO_VAULT_HASH_KEY")

# Demo accounts, demo entry and the mail page exist only where this is true.
DEMO = env.bool("CXSTUDIO_DEMO", default=False)
DEBUG = env.bool("CXSTUDIO_DEBUG", default=False)
HTTPS = env.bool("CXSTUDIO_HTTPS", default=True)
# Links in messages and QR codes begin with it, so production must say it.
BASE_URL = env.str("CXSTUDIO_BASE_URL", default="") or (
    "http://localhost:8000" if DEMO else required("CXSTUDIO_BASE_URL")
)
BASE_URL = BASE_URL.rstrip("/")
# Heads pages that belong to no agency, such as the one where a code is typed.
SITE_NAME = env.str("CXSTUDIO_SITE_NAME", default="CX Studio")
ALLOWED_HOSTS = env.list(
    "CXSTUDIO_ALLOWED_HOSTS", default=[environ.urlparse(BASE_URL).hostname]
)
if DEMO:  # a phone on the same network opens the address that the QR code shows
    ALLOWED_HOSTS = ["*"]
CSRF_TRUSTED_ORIGINS = env.list("CXSTUDIO_TRUSTED_ORIGINS", default=[BASE_URL])
