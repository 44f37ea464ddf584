"""All settings. Each `CXSTUDIO_…` variable is described in docs/operations.md."""

import sys
from pathlib import Path

import environ
from cryptography.fernet import Fernet
from django.core.exceptions import ImproperlyConfigured
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from whitenoise.compress import Compressor

from cxstudio import embedded, schedule

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
# Other projects' files that stand in for ones of installed packages.
VENDOR_DIR = BASE_DIR / "frontend" / "vendor"

env = environ.Env()
# A clone keeps the secrets that `make run` made there; empty reads no file.
_env_file = env.str("CXSTUDIO_ENV_FILE", default=str(VAR_DIR / "env"))
if _env_file and Path(_env_file).exists():
    environ.Env.read_env(_env_file)


def required(name: str) -> str:
    """The variable's value; a missing one stops the start and is named."""
    value = env.str(name, default="")
    if not value:
        raise ImproperlyConfigured(
            f"{name} is not set. docs/operations.md says what it is for."
        )
    return value


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

# A pasted questionnaire has up to 700 questions, each with some ten fields. A body is
# still held to 2.5 MB, so that many fields can't be much.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000

FILE_UPLOAD_HANDLERS = ["cxstudio.uploads.InMemoryOnly"]

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",  # the site is ours, not the theme's
    "cxstudio.studio.apps.StudioConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "simple_history",
    "csp",
    "studies",
    "feedback",
]

MIDDLEWARE = [
    "cxstudio.middleware.unavailable",
    "cxstudio.middleware.clock",
    "django.middleware.security.SecurityMiddleware",
    "cxstudio.middleware.language",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cxstudio.middleware.ContentSecurity",
    "cxstudio.middleware.members_begin",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "cxstudio.middleware.members_end",
]

ROOT_URLCONF = "cxstudio.urls"
WSGI_APPLICATION = "cxstudio.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates", VENDOR_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "cxstudio.context.page",
                "cxstudio.context.studio",
            ],
        },
    }
]
FORM_RENDERER = "cxstudio.forms.FormRenderer"

# Services that a clone started for itself; production names its own.
_services = (DEMO and embedded.urls(BASE_DIR)) or {}


def _service(name: str, key: str) -> str:
    if DEMO and not _services and not env.str(name, default=""):
        raise ImproperlyConfigured(
            f"{name} is not set, and this clone's own services are not running."
            " Start them: .venv/bin/python -m cxstudio.embedded start"
        )
    return env.str(name, default="") or _services.get(key) or required(name)


DATABASES = {
    "default": {
        **env.db_url_config(_service("CXSTUDIO_DATABASE_URL", "database_url")),
        "ENGINE": "cxstudio.postgresql",
        "CONN_MAX_AGE": None,
        # Without it a web process keeps a dead connection after a database restart.
        "CONN_HEALTH_CHECKS": True,
    }
}
# Off behind a pooler that gives each transaction another connection and keeps none.
PREPARES_STATEMENTS = env.bool("CXSTUDIO_PREPARED_STATEMENTS", default=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = _service("CXSTUDIO_REDIS_URL", "redis_url")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "cx",
        # Without these, a server that hangs holds every page that asks it.
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
}
SESSION_ENGINE = "studies.people.sessions"

CELERY_BROKER_URL = embedded.broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "max_retries": 1,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = schedule.TASKS
CELERY_WORKER_HIJACK_ROOT_LOGGER = False

AUTH_USER_MODEL = "studies.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
]
LOGIN_URL = reverse_lazy("account_login")
LOGIN_REDIRECT_URL = reverse_lazy("admin:index")
LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "studies.agencies.accounts.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "studies.agencies.sign_in.LoginForm",
    "request_login_code": "studies.agencies.sign_in.RequestLoginCodeForm",
    "reset_password": "studies.agencies.sign_in.ResetPasswordForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
# Nobody can make us write to an address that has no account.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_ADAPTER = "cxstudio.mfa.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "CX Studio"

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
    ("zh-hans", _("Simplified Chinese")),
]
# Languages in which every word of our own that a respondent meets is there; a survey
# may offer only these.
READY_LANGUAGES = ["en", "es", "ar", "zh-hans"]
# The studio is left-to-right for now.
STUDIO_LANGUAGES = ["en", "es"]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = env.str("CXSTUDIO_TIME_ZONE", default="UTC")

STATIC_URL = "/static/"
STATIC_ROOT = env.path("CXSTUDIO_STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static", VENDOR_DIR / "static"]
MEDIA_ROOT = env.path("CXSTUDIO_MEDIA_ROOT", default=str(VAR_DIR / "media"))
# Source maps are read by nobody, and take most of the time to compress.
WHITENOISE_SKIP_COMPRESS_EXTENSIONS = (*Compressor.SKIP_COMPRESS_EXTENSIONS, "map")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
if DEMO:
    STORAGES["staticfiles"]["BACKEND"] = "cxstudio.compression.QuickStorage"
if "pytest" in sys.modules:  # tests read static files from their sources
    STORAGES["staticfiles"]["BACKEND"] = (
        "django.contrib.staticfiles.storage.StaticFilesStorage"
    )
    WHITENOISE_AUTOREFRESH = True
    WHITENOISE_USE_FINDERS = True

_mail = env.email_url("CXSTUDIO_EMAIL_URL", default="smtp://127.0.0.1:25")
EMAIL_BACKEND = _mail["EMAIL_BACKEND"]
EMAIL_HOST = _mail["EMAIL_HOST"]
EMAIL_PORT = _mail["EMAIL_PORT"]
EMAIL_HOST_USER = _mail["EMAIL_HOST_USER"] or ""
EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_PASSWORD"] or ""
EMAIL_USE_TLS = _mail.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = _mail.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.str("CXSTUDIO_FROM_EMAIL", default="studio@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DIR = VAR_DIR / "mail"

SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "cxstudio.errors.csrf_failure"
LANGUAGE_COOKIE_NAME = "cx_language"
X_FRAME_OPTIONS = "DENY"  # the survey preview alone may stand in the studio's frame

UNFOLD = {
    "SITE_TITLE": "CX Studio",
    "SITE_HEADER": "CX Studio",
    "SITE_URL": None,
    "SHOW_HISTORY": True,
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "frame-ancestors": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
    }
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["feedback.api.v1.tokens.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["feedback.api.v1.tokens.HasPermission"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_PAGINATION_CLASS": "feedback.api.v1.paging.Paging",
    "PAGE_SIZE": 100,
    "EXCEPTION_HANDLER": "feedback.api.v1.errors.as_code_and_detail",
    "DEFAULT_THROTTLE_CLASSES": ["feedback.api.v1.tokens.TokenThrottle"],
    # A script that reads each survey once a minute stays far below it.
    "DEFAULT_THROTTLE_RATES": {
        "token": env.str("CXSTUDIO_API_RATE", default="300/min")
    },
    "UNAUTHENTICATED_USER": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "CX Studio",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "cxstudio.logs.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}

# A message still "in hand" after this long waits for a person instead of being sent
# again: one person missed is better than one mailed twice.
DELIVERY_LEASE_MINUTES = env.int("CXSTUDIO_DELIVERY_LEASE_MINUTES", default=15)
# A full hall that scans one code at once stays far below it; a program does not.
STARTS_PER_MINUTE = env.int("CXSTUDIO_STARTS_PER_MINUTE", default=3000)
