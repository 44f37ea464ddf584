"""The guide names buttons and headings as they stand on the screen."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
GUIDE = ROOT / "docs" / "guide-designers.md"


def named() -> list[str]:
    return re.findall(r"\*\*(.+?)\*\*", GUIDE.read_text())


def on_screen() -> set[str]:
    """Every text of a template, a form and a model, as the code marks it."""
    marked = re.compile(r"""translate\s+["'](.+?)["']|_\(\s*["](.+?)["]""", re.DOTALL)
    folders = [ROOT / name for name in ("templates", "studies", "feedback", "cxstudio")]
    sources = [
        path.read_text()
        for folder in folders
        for kind in ("*.html", "*.py")
        for path in folder.rglob(kind)
    ]
    return {one or two for text in sources for one, two in marked.findall(text)}


def test_each_word_that_the_guide_quotes_stands_on_a_screen():
    shown = {text.lower() for text in on_screen()}

    missing = [word for word in named() if word.lower() not in shown]

    assert missing == []
    assert len(named()) > 30
