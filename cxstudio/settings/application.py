"""The parts that the application is made of."""

from cxstudio.settings.reading import BASE_DIR, VENDOR_DIR

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
    "cxstudio.middleware.LightPages",
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

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

UNFOLD = {
    "SITE_TITLE": "CX Studio",
    "SITE_HEADER": "CX Studio",
    "SITE_URL": None,
    "SHOW_HISTORY": True,
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"()": "cxstudio.logs.JsonLine"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
}
