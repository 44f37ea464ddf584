"""The words that somebody answers a text message with to stop all, or to come back."""

import re
import unicodedata
from dataclasses import dataclass

STOP = {
    "en": "stop, stopall, stop all, unsubscribe, cancel, end, quit, revoke, optout,"
    " opt out, remove me, remove",
    "es": "alto, parar, pare, para, basta, baja, cancelar, detener, salir, no mas,"
    " quitar",
    "ar": "توقف, أوقف, إيقاف, قف, وقف, إلغاء, توقفوا",
    "zh-hans": "停止, 退订, 取消, 停, 取消订阅, 不要再发, 退訂, td",
}
START = {
    "en": "start, unstop, resume, subscribe",
    "es": "iniciar, empezar, comenzar, reanudar, reanude",
    "ar": "ابدأ, ابدؤوا, استئناف, اشتراك",
    "zh-hans": "开始, 恢复, 订阅, 開始, 訂閱",
}
# Words of every day: they stop where they stand alone or begin a short text.
COMMON = "end, cancel, remove, quitar, alto, para, baja, cancelar, salir,"
COMMON += " قف, وقف, إلغاء, 停, td"
COURTESY = "please, pls, por, favor, من, فضلك"
MOST_WORDS = 3
# Any other stops wherever it stands, and so do these: nobody reads the answers, a wrong
# stop costs one START, and a stop that is not heard is a broken promise.
ANYWHERE = {
    "en": "no more texts, no more messages, no more text, do not text, dont text,"
    " don t text, do not message, dont message, don t message, do not contact,"
    " dont contact, don t contact, do not write, dont write, don t write,"
    " leave me alone, take me off, opt me out, unsuscribe, unsub",
    "es": "no quiero mas, ya no quiero, no me interesa, no me escriban,"
    " no me escriba, no me manden, no me mande, no me envien, no me envie, dejen de, deje de, paren",
    "ar": "توقفي, اوقفوا, توقفوا عن, لا ترسلوا, لا ترسل, لا اريد",
    "zh-hans": "不要再, 别再, 別再, 不要发, 不要發, 勿发",
}
# Here the word means another thing.
NOT_MEANT = r"\b(stop (by|in|over)|bus stops?|full stop)\b"


@dataclass(frozen=True)
class Said:
    stops: bool
    language: str
    word: str


def read(text: str) -> Said | None:
    """What the message asks for, and in which language; None where it is neither."""
    plain = normal(text)
    words = [word for word in plain.split() if word not in POLITE]
    first = words[0] if words and len(words) <= MOST_WORDS else ""
    if plain in WORDS:
        return WORDS[plain]
    if first in WORDS and WORDS[first].stops:
        return WORDS[first]
    meant = f" {re.sub(NOT_MEANT, ' ', plain)} "
    for word, said in STOPS_ANYWHERE.items():
        if (word if said.language == "zh-hans" else f" {word} ") in meant:
            return said
    return None


def normal(text: str) -> str:
    """Small letters without accents, points, marks or signs around them."""
    spelled = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(c for c in spelled if unicodedata.category(c) not in ("Mn", "Cf"))
    return " ".join(re.sub(r"[^\w\s]|[_ـ]", " ", bare).split())


def _listed(lists: dict[str, str], *, stops: bool) -> dict[str, Said]:
    return {
        normal(word): Said(stops, language, normal(word))
        for language, words in lists.items()
        for word in words.split(",")
    }


WORDS = _listed(START, stops=False) | _listed(STOP, stops=True)
STOPS_ANYWHERE = {
    word: said
    for word, said in _listed(STOP, stops=True).items()
    if word not in _listed({"": COMMON}, stops=True)
} | _listed(ANYWHERE, stops=True)
POLITE = set(_listed({"": COURTESY}, stops=True))
