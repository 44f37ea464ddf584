from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation
from django.utils.text import capfirst
from django.utils.translation.trans_real import parse_accept_lang_header

from studies.partners.models import InviteLink
from studies.wording.tags import language_info


def facts(code: str) -> dict[str, Any]:
    """The language's own name and direction."""
    info = language_info(code)
    name = capfirst(info["name_local"])
    return {"code": code, "name_local": name, "bidi": info["bidi"]}


def interface(code: str) -> str:
    """The language of our own words beside a survey in `code`."""
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def ours(codes: Iterable[str]) -> list[str]:
    """Those in which our own pages speak too."""
    return [code for code in codes if interface(code) == code]


def page_language(document: Mapping[str, Any], code: str) -> str:
    """`code` where the version speaks it, else the language it was written in."""
    return code if code in document["texts"] else document["source_language"]


def asked(request: HttpRequest) -> str:
    """The language of the button that was pressed, else of the address, or nothing."""
    pressed = request.POST.get("language", "") if request.method == "POST" else ""
    return pressed or request.GET.get("lang", "")


def settle(
    request: HttpRequest,
    document: Mapping[str, Any],
    kept: str = "",
    link: InviteLink | None = None,
) -> str:
    """The language to begin in: asked for, kept, chosen on this site, the flyer's that
    brought them here, the browser's."""
    offered = document["languages"]
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    for code in (asked(request), kept, chosen, link.language if link else ""):
        if code in offered:
            return code
    accepted = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    for code, _ in accepted:
        match = _nearest(code, offered)
        if match:
            return match
    return document["source_language"]


def activate(code: str) -> None:
    translation.activate(interface(code))


def _nearest(code: str, offered: Sequence[str]) -> str | None:
    """`es-mx` finds `es`, `zh-cn` finds `zh-hans`."""
    chinese = {"zh": "zh-hans", "zh-cn": "zh-hans", "zh-sg": "zh-hans"}
    chinese |= {"zh-tw": "zh-hant", "zh-hk": "zh-hant", "zh-mo": "zh-hant"}
    code = chinese.get(code, code)
    while code:
        if code in offered:
            return code
        code = code.rpartition("-")[0]
    return None
