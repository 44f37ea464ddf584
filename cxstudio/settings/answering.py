"""Surveys as people meet them."""

from cxstudio.settings.reading import env

# A full hall that scans one code at once stays far below it; a program does not.
STARTS_PER_MINUTE = env.int("CXSTUDIO_STARTS_PER_MINUTE", default=3000)
