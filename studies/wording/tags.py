"""Languages by their BCP 47 tags: which there can be, their names, their direction.

Django knows the languages that it is translated into itself. Here are others that
people who use public services speak; any other well-formed tag goes by its own code.
"""

import re
from typing import TypedDict

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

# RFC 5646: language, extended language, script, region, variants, extensions, own.
TAG = re.compile(
    r"(?P<language>[a-z]{2,3}(-[a-z]{3}){0,3}|[a-z]{5,8})(-(?P<script>[a-z]{4}))?"
    r"(-([a-z]{2}|\d{3}))?(-([a-z0-9]{5,8}|\d[a-z0-9]{3}))*"
    r"(-[a-wyz0-9](-[a-z0-9]{2,8})+)*(-x(-[a-z0-9]{1,8})+)?"
)
LONGEST = 35
# ISO 639-1: a two-letter code that is not here stands for nothing.
TWO_LETTERS = (
    " aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co "
    "cr cs cu cv cy da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl "
    "gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv ka kg "
    "ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk "
    "ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps "
    "pt qu rm rn ro ru rw sa sc sd se sg sh si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo "
    "za zh zu "
)
# Tools that know no script name a country in its stead.
SCRIPT_OF = {
    "zh-cn": "hans",
    "zh-sg": "hans",
    "zh-tw": "hant",
    "zh-hk": "hant",
    "zh-mo": "hant",
}
RIGHT_TO_LEFT_SCRIPTS = {"adlm", "arab", "hebr", "nkoo", "rohg", "syrc", "thaa"}
RIGHT_TO_LEFT = {"aii", "arc", "dv", "prs", "ps", "sd", "yi"}
# Tag → its name in English, and its own.
NAMES = {
    "aii": (_("Assyrian"), "ܣܘܪܝܬ"),
    "am": (_("Amharic"), "አማርኛ"),
    "ceb": (_("Cebuano"), "Cebuano"),
    "chk": (_("Chuukese"), "Chuuk"),
    "dv": (_("Dhivehi"), "ދިވެހި"),
    "ff": (_("Fula"), "Fulfulde"),
    "fil": (_("Filipino"), "Filipino"),
    "gu": (_("Gujarati"), "ગુજરાતી"),
    "ha": (_("Hausa"), "Hausa"),
    "haw": (_("Hawaiian"), "ʻŌlelo Hawaiʻi"),
    "hmn": (_("Hmong"), "Hmoob"),
    "ht": (_("Haitian Creole"), "Kreyòl ayisyen"),
    "ilo": (_("Ilocano"), "Ilokano"),
    "kea": (_("Cape Verdean Creole"), "Kabuverdianu"),
    "ku": (_("Kurdish"), "Kurdî"),
    "ln": (_("Lingala"), "Lingála"),
    "lo": (_("Lao"), "ລາວ"),
    "mam": (_("Mam"), "Mam"),
    "mh": (_("Marshallese"), "Kajin M̧ajeļ"),
    "nv": (_("Navajo"), "Diné bizaad"),
    "om": (_("Oromo"), "Afaan Oromoo"),
    "prs": (_("Dari"), "دری"),
    "ps": (_("Pashto"), "پښتو"),
    "qu": (_("Quechua"), "Runasimi"),
    "quc": (_("Kʼicheʼ"), "Kʼicheʼ"),
    "rw": (_("Kinyarwanda"), "Ikinyarwanda"),
    "sd": (_("Sindhi"), "سنڌي"),
    "si": (_("Sinhala"), "සිංහල"),
    "sm": (_("Samoan"), "Gagana Samoa"),
    "so": (_("Somali"), "Soomaali"),
    "ti": (_("Tigrinya"), "ትግርኛ"),
    "tl": (_("Tagalog"), "Tagalog"),
    "to": (_("Tongan"), "Lea fakatonga"),
    "wo": (_("Wolof"), "Wolof"),
    "yi": (_("Yiddish"), "ייִדיש"),
    "yo": (_("Yoruba"), "Yorùbá"),
    "yue": (_("Cantonese"), "粵語"),
    "zh": (_("Chinese"), "中文"),
}


# Every tag that has a name here or in Django.
NAMED = frozenset(NAMES) | {
    code for code, info in LANG_INFO.items() if "fallback" not in info
}


class LanguageInfo(TypedDict):
    """The shape of Django's `get_language_info`, for any tag."""

    code: str
    name_local: str
    name_translated: str
    bidi: bool


def tidy(tag: str) -> str:
    """A tag as it is stored, such as "zh-hans"; empty where it can't be a language."""
    tag = tag.strip().replace("_", "-").lower()
    match = TAG.fullmatch(tag)
    if not match or len(tag) > LONGEST:
        return ""
    language = match["language"].split("-")[0]
    return "" if len(language) == 2 and f" {language} " not in TWO_LETTERS else tag


def language_info(tag: str) -> LanguageInfo:
    """Names and direction of any language; its code where we know no name."""
    name, own = _names(tag)
    return LanguageInfo(
        code=tag,
        name_local=own,
        name_translated=name,
        bidi=is_right_to_left(tag),
    )


def language_name(tag: str) -> str:
    return language_info(tag)["name_translated"]


def direction(tag: str) -> str:
    """`dir` of a text in this language."""
    return "rtl" if is_right_to_left(tag) else "ltr"


def is_right_to_left(tag: str) -> bool:
    match = TAG.fullmatch(tag.lower())
    if match and match["script"]:
        return match["script"] in RIGHT_TO_LEFT_SCRIPTS
    language = tag.split("-")[0]
    if language in RIGHT_TO_LEFT:
        return True
    try:
        return bool(get_language_info(language)["bidi"])
    except KeyError:
        return False


def is_same_language(one: str, other: str) -> bool:
    """Whether two tags differ by country at most: "es-mx" and "es", "zh-cn" and "zh-hans"."""
    if one.split("-")[0] != other.split("-")[0]:
        return False
    scripts = {_script(one), _script(other)} - {""}
    return len(scripts) <= 1


def _script(tag: str) -> str:
    match = TAG.fullmatch(tag)
    written = match["script"] if match else None
    return written or SCRIPT_OF.get(tag, "")


def _names(tag: str) -> tuple[str, str]:
    """The nearest known name; what is special about the tag stands behind it."""
    known, rest = tag, ""
    while known:
        found = _known(known)
        if found:
            return found if not rest else (f"{found[0]} ({tag})", f"{found[1]} ({tag})")
        known, _dash, rest = known.rpartition("-")
    return tag, tag


def _known(tag: str) -> tuple[str, str] | None:
    if tag in NAMES:
        name, own = NAMES[tag]
        return str(name), own
    try:
        info = get_language_info(tag)
    except KeyError:
        return None
    # Django answers for the language alone where it does not know the rest.
    if info["code"] != tag:
        return None
    return str(info["name_translated"]), info["name_local"]
