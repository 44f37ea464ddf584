"""Reads a page the way a browser and a screen reader do."""

from html.parser import HTMLParser

SILENT = {"hidden", "submit", "button"}


class Page(HTMLParser):
    """Ids, labels, headings and what the form `answers` would send as it stands."""

    def __init__(self, html: str):
        super().__init__()
        self.ids: list[str] = []
        self.headings: list[str] = []
        self.labels: set[str] = set()
        self.described: set[str] = set()
        self.controls: list[dict] = []
        self.sent: dict[str, list[str]] = {}
        self.tags: list[str] = []
        self._select = self._area = ""
        self._picked: str | None = None
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        found = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if "id" in found:
            self.ids.append(found["id"])
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(tag)
        if tag == "label":
            self.labels.add(found.get("for", ""))
        for name in ("aria-describedby", "aria-labelledby"):
            self.described |= set(found.get(name, "").split())
        if tag in {"input", "select", "textarea"} and found.get("name"):
            self._control(tag, found)
        if tag == "option" and self._select:
            first = self._picked is None
            self._picked = (
                found["value"] if first or "selected" in found else self._picked
            )

    def _control(self, tag: str, found: dict):
        name, type_ = found["name"], found.get("type", "text")
        if name in {"attempt", "language"}:
            return
        if type_ not in SILENT:
            self.controls.append(found | {"tag": tag})
        if tag == "select":
            self._select, self._picked = name, None
        elif tag == "textarea":
            self._area = name
            self.sent.setdefault(name, []).append("")
        elif type_ in {"radio", "checkbox"}:
            if "checked" in found:
                self.sent.setdefault(name, []).append(found["value"])
        elif type_ not in SILENT:
            self.sent.setdefault(name, []).append(found.get("value", ""))

    def handle_data(self, data):
        if self._area:
            self.sent[self._area][-1] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = ""
        if tag == "select" and self._select:
            self.sent[self._select] = [self._picked or ""]
            self._select = ""
