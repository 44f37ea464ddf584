"""Turns HTML, such as Word writes, into the plain lines that reading understands."""

import re
from html.parser import HTMLParser

import nh3

# Far more than any questionnaire; Word's own clothes make up most of it.
LARGEST_HTML = 10_000_000
START = re.compile(
    r"\s*(?:<!--.*?-->\s*)?<(?:!doctype|html|head|body|meta|p|div|span|ol|ul|table|h[1-6])"
    r"\b[^<]*>",
    re.IGNORECASE | re.DOTALL,
)
HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
BLOCKS = HEADINGS | {"p", "div", "li", "tr", "br", "ol", "ul", "table", "blockquote"}
KEPT = BLOCKS | {"td", "th", "input"}
# These hold no words of the document: their content goes with them.
DROPPED = frozenset(
    ["script", "style", "title", "xml", "template", "noscript", "iframe", "object"]
)
SPACES = re.compile(r"\s+")


def is_html(text: str) -> bool:
    """Whether a text is the source of a web page, and not words about one."""
    return START.match(text[:20_000]) is not None


def lines_from_html(html: str) -> str:
    """The document as text: headings with "#", lists numbered, table cells by tabs.

    Nothing of it is ever shown as HTML: only words come out, scripts and styles never.
    """
    clean = nh3.clean(
        html.replace("\x00", ""),
        tags=set(KEPT),
        clean_content_tags=set(DROPPED),
        attributes={"input": {"type"}, "ol": {"start"}},
        link_rel=None,
    )
    reader = _Lines()
    reader.feed(clean)
    reader.close()
    return reader.text()


class _Lines(HTMLParser):
    """Collects lines; `lists` are the open lists, each with its next number or None."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.words: list[str] = []
        self.mark = ""
        self.lists: list[int | None] = []
        self.cells: list[str] | None = None
        self.is_written = False

    def text(self) -> str:
        self._end_line()
        return "\n".join(self.lines)

    def handle_starttag(self, tag, attrs):
        if tag == "input":
            kind = dict(attrs).get("type") or ""
            signs = {"checkbox": "☐ ", "radio": "○ "}
            self.words.append(signs.get(kind.lower(), " ____ "))
        elif tag in {"td", "th"}:
            self._begin_cell()
        elif tag in BLOCKS:
            self._end_line()
            self._begin(tag, dict(attrs))

    def _begin(self, tag: str, attrs: dict):
        if tag == "tr":
            self.cells = []
        elif tag == "ul":
            self.lists.append(None)
        elif tag == "ol":
            start = attrs.get("start") or ""
            self.lists.append(int(start) if start.isdecimal() else 1)
        elif tag == "li":
            self.mark = self._list_mark()
        elif tag in HEADINGS:
            self.mark = "# "

    def handle_endtag(self, tag):
        if tag == "tr":
            self._end_row()
        elif tag in BLOCKS and tag != "br":
            self._end_line(is_gap=tag in {"p", "div"})
            self.mark = ""
        if tag in {"ol", "ul"} and self.lists:
            self.lists.pop()

    def handle_data(self, data):
        self.words.append(data)

    def _list_mark(self) -> str:
        """Lists inside lists are choices: they get letters, or bullets, and an indent."""
        if not self.lists:
            return "- "
        indent, number = "    " * (len(self.lists) - 1), self.lists[-1]
        if number is None:
            return f"{indent}- "
        self.lists[-1] = number + 1
        if len(self.lists) == 1:
            return f"{number}. "
        return f"{indent}{chr(96 + number)}) " if number <= 26 else f"{indent}- "

    def _begin_cell(self):
        if self.cells is None:
            self._end_line()
            self.cells = []
        if self.cells or self._has_words():
            self._end_cell()
        self.cells.append("")

    def _has_words(self) -> bool:
        return bool("".join(self.words).strip())

    def _end_cell(self):
        said = SPACES.sub(" ", "".join(self.words)).strip()
        self.words = []
        if self.cells:
            self.cells[-1] = f"{self.cells[-1]} {said}".strip()
        elif said:
            self.cells.append(said)

    def _end_row(self):
        if self.cells is None:
            return
        self._end_cell()
        cells, self.cells = self.cells, None
        if any(cells):
            self.lines.append("\t".join(cells))

    def _end_line(self, *, is_gap: bool = False):
        if self.cells is not None:  # a paragraph inside a cell
            self._end_cell()
            return
        said = SPACES.sub(" ", "".join(self.words)).strip()
        self.words = []
        if said:
            self.lines.append(f"{self.mark}{said}")
            self.mark = ""
            self.is_written = True
        elif is_gap and not self.is_written:  # an empty paragraph parts questions
            self.lines.append("")
        if is_gap:
            self.is_written = False
