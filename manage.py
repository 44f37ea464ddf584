#!/usr/bin/env python
import os
import sys

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cxstudio.settings")
    try:
        _ = settings.SECRET_KEY
    except ImproperlyConfigured as missing:
        # Django would go on without settings and fail at something else.
        sys.exit(str(missing))
    execute_from_command_line(sys.argv)
