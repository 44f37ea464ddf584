"""PDF by typst: tagged (PDF/UA-1), and never with a letter that can't be seen.

Texts travel as JSON beside the template and are never part of it, so nothing that
somebody wrote is read as a command.
"""

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from studies.wording.tags import direction

FOLDER = Path(__file__).resolve().parent / "typst"
FONTS = FOLDER.parent / "fonts"
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
PAPERS = {"letter": "us-letter", "a4": "a4"}

# What no one can see and no font has: control signs, line ends and marks of direction
# apart.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class NoFont(Exception):
    """No font here has these letters."""

    def __init__(self, letters: str):
        super().__init__(letters)
        self.letters = letters


def make(template: str, content: Mapping[str, Any], *, language: str, **look) -> bytes:
    """The PDF of one template; NoFont where a letter of it would stay blank.

    `content` holds texts, numbers, lists and names. `look` is read by the template:
    `paper` ("letter", "a4") and whether it is `large`.
    """
    paper = PAPERS.get(look.get("paper", ""), PAPERS["letter"])
    told = {
        **content,
        **spoken(language),
        "large": bool(look.get("large")),
        "paper": paper,
    }
    return _compile(FOLDER / f"{template}.typ", told)


def missing_letters(text: str, language: str) -> str:
    """The letters of a text for which no font here has a shape."""
    letters = "".join(sorted(set(_seen(text)) - {"\n", "\t", " "}))
    told = {"letters": list(letters), **spoken(language)}
    try:
        _compile(FOLDER / "letters.typ", told)
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


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Looked up once in a process; it takes about a second."""
    return typst.Fonts(include_system_fonts=True, font_paths=[str(FONTS)])


def _compile(template: Path, told: Mapping[str, Any]) -> bytes:
    try:
        return typst.compile(
            str(template),
            root=str(FOLDER),
            font_paths=fonts(),
            sys_inputs={"told": json.dumps(_cleaned(told))},
            format="pdf",
            pdf_standards="ua-1",
        )
    except typst.TypstError as error:
        letters = _letters(error.diagnostic)
        if not letters:
            raise
        raise NoFont(letters) from error


def _letters(diagnostic: str) -> str:
    found = "".join(_NOT_SHOWN.findall(diagnostic))
    found = _ESCAPED.sub(lambda code: chr(int(code[1], 16)), found)
    return "".join(dict.fromkeys(found))


def _cleaned(part: Any) -> Any:
    if isinstance(part, str):
        return _seen(part)
    if isinstance(part, Mapping):
        return {str(name): _cleaned(value) for name, value in part.items()}
    if isinstance(part, list | tuple):
        return [_cleaned(value) for value in part]
    return part if isinstance(part, bool | int) else str(part)


def _seen(text: str) -> str:
    return _UNSEEN.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))
