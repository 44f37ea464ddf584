"""The languages of the interface, and the server's own clock."""

from django.utils.translation import gettext_lazy as _

from cxstudio.settings.reading import BASE_DIR, env

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
