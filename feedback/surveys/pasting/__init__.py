"""Questions from a pasted document: read, show what is wrong, mend with one click."""

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
    "Fault",
    "FaultCode",
    "Heading",
    "Leftover",
    "PasteTooLarge",
    "Pasted",
    "PastedChoice",
    "PastedQuestion",
    "mend",
    "read",
]
