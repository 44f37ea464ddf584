"""PDF by typst: tagged (PDF/UA-1), and never with a letter that can't be seen.

Texts travel as JSON beside the template and are never part of it, so nothing that
somebody wrote is read as a command.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from threading import BoundedSemaphore
from typing import Any

from django.conf import settings

from studies.printing.typesetting import NO_FONT, NoFont, fonts, typeset
from studies.wording.tags import direction

# Ours first; then what a server has for Chinese, Japanese and Korean, by the forms of
# letters that readers of each expect; then any font that has the letter.
OURS = ["Noto Sans", "Noto Sans Arabic"]
EAST_ASIAN = {
    "zh-hant": "Noto Sans CJK TC",
    "yue": "Noto Sans CJK HK",
    "ja": "Noto Sans CJK JP",
    "ko": "Noto Sans CJK KR",
}
SIMPLIFIED = "Noto Sans CJK SC"
LETTERS = "studies/printing/typst/letters.typ"
PAPERS = {"letter": "us-letter", "a4": "a4"}
# A web process that does not answer for 30 seconds is ended.
LONGEST_SECONDS = 25

# What no one can see and no font has: control signs, line ends and marks of direction
# apart.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
# One at a time in a web process: 600 questions in four languages take 600 MB.
_turn = BoundedSemaphore(1)


class TooLong(Exception):
    """It could not be made in the time that a page has."""


def make(template: str, content: Mapping[str, Any], *, language: str, **look) -> bytes:
    """The PDF of one template; NoFont where a letter of it would stay blank."""
    written = json.dumps(told(content, language, **look)).encode()
    if not _turn.acquire(timeout=LONGEST_SECONDS / 5):
        raise TooLong
    try:
        done = subprocess.run(
            [sys.executable, "-m", "studies.printing.typesetting", template],
            input=written,
            capture_output=True,
            timeout=LONGEST_SECONDS * 4 / 5,
            cwd=settings.BASE_DIR,
            env=_surroundings(),
        )
    except subprocess.TimeoutExpired as error:
        raise TooLong from error
    finally:
        _turn.release()
    if done.returncode == NO_FONT:
        raise NoFont(done.stderr.decode())
    done.check_returncode()
    return done.stdout


def told(
    content: Mapping[str, Any], language: str, paper: str = "", large: bool = False
) -> dict[str, Any]:
    """What a template is told: texts, numbers, lists and names, and how it looks."""
    look = {"large": large, "paper": PAPERS.get(paper, PAPERS["letter"])}
    return _cleaned({**content, **spoken(language), **look})


def missing_letters(text: str, language: str) -> str:
    """The letters of a text for which no font here has a shape."""
    letters = "".join(sorted(set(_seen(text)) - {"\n", "\t", " "}))
    try:
        typeset(LETTERS, {"letters": list(letters), **spoken(language)})
    except NoFont as fault:
        return fault.letters
    return ""


def spoken(language: str) -> dict[str, Any]:
    """How typst writes a language: its tag in parts, its direction and its fonts."""
    first, *rest = language.split("-")
    return {
        "lang": first if len(first) in (2, 3) else "und",
        "script": next((part for part in rest if len(part) == 4), ""),
        "region": next((part for part in rest if len(part) == 2), ""),
        "direction": direction(language),
        "fonts": _families(language),
    }


def _families(language: str) -> list[str]:
    """The fonts to try in turn, of those that are here."""
    base = language.split("-")[0]
    wanted = EAST_ASIAN.get(language) or EAST_ASIAN.get(base) or SIMPLIFIED
    known = set(fonts().families())
    names = [*OURS, wanted, SIMPLIFIED]
    return [name for name in dict.fromkeys(names) if name in known]


def _surroundings() -> dict[str, str]:
    """What the other process needs to find fonts; none of the settings' secrets."""
    names = ("PATH", "HOME", "LANG", "XDG_DATA_HOME", "XDG_DATA_DIRS")
    return {name: os.environ[name] for name in names if name in os.environ}


def _cleaned(part: Any) -> Any:
    if isinstance(part, str):
        return _seen(part)
    if isinstance(part, Mapping):
        return {str(name): _cleaned(value) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_cleaned(value) for value in part]
    return part if isinstance(part, bool | int) else str(part)


def _seen(text: str) -> str:
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
