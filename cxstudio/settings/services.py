"""The database, the cache and the queue."""

from django.core.exceptions import ImproperlyConfigured

from cxstudio import embedded, schedule
from cxstudio.settings.installation import DEMO
from cxstudio.settings.reading import BASE_DIR, env, required

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
SESSION_ENGINE = "studies.people.sign_in_sessions"

CELERY_BROKER_URL = embedded.broker_url(REDIS_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker waits for its broker for ever; it would end after three quarters of an hour.
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    "socket_connect_timeout": 2,
    "socket_timeout": 5,
    "max_retries": 1,
}
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = schedule.TASKS
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
