"""The words that somebody answers a text message with to stop all, or to come back."""

import re
import unicodedata
from dataclasses import dataclass

STOP = {
    "en": "stop, stopall, stop all, unsubscribe, cancel, end, quit, revoke, optout,"
    " opt out, remove me",
    "es": "alto, parar, pare, para, basta, baja, cancelar, detener, salir, no mas",
    "ar": "توقف, أوقف, إيقاف, قف, وقف, إلغاء, توقفوا",
    "zh-hans": "停止, 退订, 取消, 停, 取消订阅, 不要再发, 退訂, td",
}
START = {
    "en": "start, unstop, resume, subscribe",
    "es": "iniciar, empezar, comenzar, reanudar, reanude",
    "ar": "ابدأ, ابدؤوا, استئناف, اشتراك",
    "zh-hans": "开始, 恢复, 订阅, 開始, 訂閱",
}
# "STOP please" is a stop; a sentence that begins so is an answer that a person reads.
MOST_WORDS = 3


@dataclass(frozen=True)
class Said:
    stops: bool
    language: str
    word: str


def read(text: str) -> Said | None:
    """What the message asks for, and in which language; None where it is neither."""
    plain = normal(text)
    words = plain.split()
    first = words[0] if words and len(words) <= MOST_WORDS else ""
    for candidate in (plain, first):
        if candidate in WORDS:
            return WORDS[candidate]
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
