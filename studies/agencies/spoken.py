"""Languages in which an agency may speak with people on the phone."""

from django.utils.translation import gettext_lazy as _

# Those that people who call public services ask for most; a caller's Chinese is
# Mandarin or Cantonese, whatever the script that they read.
SPOKEN = {
    "am": _("Amharic"),
    "ar": _("Arabic"),
    "bn": _("Bengali"),
    "my": _("Burmese"),
    "yue": _("Cantonese"),
    "zh": _("Chinese (Mandarin)"),
    "prs": _("Dari"),
    "fr": _("French"),
    "gu": _("Gujarati"),
    "ht": _("Haitian Creole"),
    "hi": _("Hindi"),
    "hmn": _("Hmong"),
    "it": _("Italian"),
    "ja": _("Japanese"),
    "km": _("Khmer"),
    "ko": _("Korean"),
    "lo": _("Lao"),
    "nv": _("Navajo"),
    "ne": _("Nepali"),
    "om": _("Oromo"),
    "ps": _("Pashto"),
    "fa": _("Persian"),
    "pl": _("Polish"),
    "pt": _("Portuguese"),
    "pa": _("Punjabi"),
    "ru": _("Russian"),
    "so": _("Somali"),
    "es": _("Spanish"),
    "sw": _("Swahili"),
    "tl": _("Tagalog"),
    "ti": _("Tigrinya"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
    "vi": _("Vietnamese"),
}
