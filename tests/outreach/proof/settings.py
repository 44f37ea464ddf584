"""The product's own settings with less patience, for processes that will be killed."""

import os

from cxstudio.settings import *  # noqa: F403

DELIVERY_LEASE_MINUTES = float(os.environ["PROOF_LEASE_SECONDS"]) / 60
CELERY_BEAT_SCHEDULE = {
    "outreach-due": {"task": "outreach.deliver_due", "schedule": 1.0}
}
EMAIL_TIMEOUT = 10
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
