"""typst, called in a process of its own: `python -m studies.printing.typesetting FILE`.

typst keeps much of what it set for the next time (ten long forms were 5 GB), so a web
process does not set long ones itself. Imports no Django, to start quickly.
"""

import json
import os
import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent  # templates name each other by their paths from here
FONTS = HERE / "fonts"
# Letters as a reader is told of them; a whole alphabet would be no sentence.
MOST_LETTERS = 12
NO_FONT = 3  # the exit status; the letters are on standard error

_NOT_SHOWN = re.compile(r'the text `"(.+?)"` could not be displayed')
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}")


class NoFont(Exception):
    """No font here has these letters."""

    def __init__(self, letters: str):
        super().__init__(letters)
        self.letters = letters


def some(letters: str) -> str:
    """The first of the letters, apart from each other, for a sentence about them."""
    more = " …" if len(letters) > MOST_LETTERS else ""
    return " ".join(letters[:MOST_LETTERS]) + more


@lru_cache(maxsize=1)
def fonts() -> typst.Fonts:
    """Ours and the system's, looked up once in a process."""
    return typst.Fonts(include_system_fonts=True, font_paths=[str(FONTS)])


def typeset(
    template: str, told: Mapping[str, Any], known: typst.Fonts | None = None
) -> bytes:
    """A PDF tagged as PDF/UA-1; NoFont where a letter would stay blank.

    `template` is the path of a .typ file of ours, from the project's root.
    """
    try:
        return typst.compile(
            str(ROOT / template),
            root=str(ROOT),
            font_paths=known or fonts(),
            sys_inputs={"told": json.dumps(told)},
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


def main() -> None:
    os.nice(5)  # people who answer come first
    told = json.load(sys.stdin)
    try:
        made = typeset(sys.argv[1], told)
    except NoFont as fault:
        sys.stderr.buffer.write(fault.letters.encode())
        sys.exit(NO_FONT)
    sys.stdout.buffer.write(made)


if __name__ == "__main__":
    main()
