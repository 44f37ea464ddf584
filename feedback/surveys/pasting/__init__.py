"""Questions from a pasted document: read, show what is wrong, mend with one click."""

from feedback.surveys.pasting.html import LARGEST_HTML, is_html, lines_from_html
from feedback.surveys.pasting.mending import mend
from feedback.surveys.pasting.parts import (
    Fault,
    FaultCode,
    Heading,
    Leftover,
    Pasted,
    PastedChoice,
    PastedQuestion,
    PasteTooLarge,
)
from feedback.surveys.pasting.reading import read

__all__ = [
    "LARGEST_HTML",
    "Fault",
    "FaultCode",
    "Heading",
    "Leftover",
    "PasteTooLarge",
    "Pasted",
    "PastedChoice",
    "PastedQuestion",
    "is_html",
    "lines_from_html",
    "mend",
    "read",
]
