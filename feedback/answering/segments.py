"""A drawn page, cut once into the parts that never change and the person's own part."""

import re
import secrets
from collections.abc import Mapping

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from feedback.answering import kiosk

# Random for each process, so that no text of a survey can pass for a slot.
_KEY = secrets.token_hex(8)
_MARK = re.compile(f"\ue000{_KEY}:([^\ue001]*)\ue001")


def slot(name: str) -> SafeString:
    """A place in a template that is filled later, for each person."""
    return SafeString(f"\ue000{_KEY}:{name}\ue001")


class Segments:
    """Ready HTML with named slots; `fill` is the only work left for a request."""

    def __init__(self, html: str):
        self._parts = _MARK.split(html)
        self._slots = list(enumerate(self._parts))[1::2]

    @classmethod
    def drawn(cls, template: str, context: Mapping[str, object]) -> "Segments":
        html = render_to_string(template, dict(context))
        return cls(kiosk.closed_in(html) if context.get("kiosk") else html)

    def fill(self, values: Mapping[str, str]) -> str:
        """The HTML with each slot's value, already escaped, or nothing."""
        parts = self._parts.copy()
        for index, name in self._slots:
            parts[index] = values.get(name, "")
        return "".join(parts)
