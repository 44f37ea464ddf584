"""Files: ours that browsers ask for, and those that are uploaded."""

import sys

from whitenoise.compress import Compressor

from cxstudio.settings.installation import DEMO
from cxstudio.settings.reading import BASE_DIR, VAR_DIR, VENDOR_DIR, env

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
